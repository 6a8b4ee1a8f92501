import { addressKey } from "@tidings/admission";
import { createMemoryRateLimit, type LoginRates, refuseOver } from "@tidings/admission/rates";

/** How often things may be done; Infinity is no limit. */
export interface Rates {
  /** Attempts to open a stream, per minute and address. */
  readonly connects: number;
  /** Writes, per minute and user. */
  readonly writes: number;
  /** Reads, per minute and user. */
  readonly reads: number;
  readonly failedLogins: LoginRates;
}

/** The limits on how often streams are opened and endpoints are called (S9, S14). */
export interface Limits {
  /** @throws Refusal `too_many_requests` */
  connect(address: string | undefined): Promise<void>;
  /** @throws Refusal `too_many_requests` */
  write(userId: string): Promise<void>;
  /** @throws Refusal `too_many_requests` */
  read(userId: string): Promise<void>;
}

const MINUTE_S = 60;

/** Counts in this process's memory. */
export function createLimits(rates: Pick<Rates, "connects" | "writes" | "reads">): Limits {
  const connects = createMemoryRateLimit(rates.connects, MINUTE_S);
  const writes = createMemoryRateLimit(rates.writes, MINUTE_S);
  const reads = createMemoryRateLimit(rates.reads, MINUTE_S);
  return {
    async connect(address) {
      refuseOver(await connects.take(addressKey(address)), "Too many streams were opened from this address");
    },
    async write(userId) {
      refuseOver(await writes.take(userId), "Too many changes in a short time");
    },
    async read(userId) {
      refuseOver(await reads.take(userId), "Too many requests in a short time");
    },
  };
}
