import { addressKey } from "@tidings/admission";
import {
  createLoginLimits,
  createMemoryRateLimit,
  type LimitLogins,
  type LoginRates,
  refuseOver,
} from "@tidings/admission/rates";
import { login } from "@tidings/contracts/auth";
import { createConversation } from "@tidings/contracts/chat";

/** How often things may be done; 0 is no limit. */
export interface Rates {
  /** Attempts to open a stream, a minute and address. */
  readonly connects: number;
  /** Writes, a minute and user. */
  readonly writes: number;
  /** Reads, a minute and user. */
  readonly reads: number;
  /** People whom one writes to for the first time, an hour and user. */
  readonly contacts: number;
  readonly failedLogins: LoginRates;
}

/** The limits of a server on how often (S9, S14). */
export interface Limits {
  /** @throws Refusal `too_many_requests` */
  connect(address: string | undefined): Promise<void>;
  /** @throws Refusal `too_many_requests` */
  write(userId: string): Promise<void>;
  /** @throws Refusal `too_many_requests` */
  read(userId: string): Promise<void>;
  /** @throws Refusal `too_many_requests` */
  contact(userId: string, people: number): Promise<void>;
  /** @throws Refusal `too_many_requests` */
  readonly login: LimitLogins;
}

const MINUTE_S = 60;

/** Counts in this process's memory. */
export function createLimits(rates: Rates): Limits {
  const connects = createMemoryRateLimit(rates.connects, MINUTE_S);
  const writes = createMemoryRateLimit(rates.writes, MINUTE_S);
  const reads = createMemoryRateLimit(rates.reads, MINUTE_S);
  const contacts = createMemoryRateLimit(rates.contacts, 60 * MINUTE_S);
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
    async contact(userId, people) {
      refuseOver(await contacts.take(userId, people), createConversation.errors[429]);
    },
    login: createLoginLimits(rates.failedLogins, login.errors[429]),
  };
}
