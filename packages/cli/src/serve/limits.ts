import { addressKey } from "@tidings/admission";
import { createMemoryRateLimit, refuseOver } from "@tidings/admission/rates";

/** How often things may be done in a minute; at least once, and Infinity is no limit. */
export interface Rates {
  /** Attempts to open a stream from one address. */
  readonly opensPerAddress: number;
  /** Streams that one user opens, and tickets that the user gets; each is counted by itself. */
  readonly opensPerUser: number;
}

/** The limits on how often (S14). */
export interface Limits {
  /** @throws Refusal 429 with `Retry-After` */
  openFrom(address: string | undefined): Promise<void>;
  /** @throws Refusal 429 with `Retry-After` */
  openBy(userId: string): Promise<void>;
  /** @throws Refusal 429 with `Retry-After` */
  ticketFor(userId: string): Promise<void>;
}

const MINUTE_S = 60;

/** Counts in this process's memory. */
export function createLimits({ opensPerAddress, opensPerUser }: Rates): Limits {
  const addresses = createMemoryRateLimit(opensPerAddress, MINUTE_S);
  const openers = createMemoryRateLimit(opensPerUser, MINUTE_S);
  const askers = createMemoryRateLimit(opensPerUser, MINUTE_S);
  return {
    async openFrom(address) {
      refuseOver(await addresses.take(addressKey(address)), "Too many streams were opened from this address");
    },
    async openBy(userId) {
      refuseOver(await openers.take(userId), "Too many streams were opened by this user");
    },
    async ticketFor(userId) {
      refuseOver(await askers.take(userId), "Too many tickets were made for this user");
    },
  };
}
