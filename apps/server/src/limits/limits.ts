import { login } from "@tidings/contracts/auth";
import { ServerError } from "../server-error.ts";
import { addressKey } from "./address-key.ts";
import { createMemoryRateLimit } from "./rate-limit.ts";

/** How often things may be done; 0 is no limit. */
export interface Rates {
  /** Attempts to open a stream, a minute and address. */
  readonly connects: number;
  /** Writes, a minute and user. */
  readonly writes: number;
  /** Failed sign-ins, a quarter of an hour, address and email. */
  readonly failedLogins: number;
}

/** The limits of a server on how often (S9, S14). */
export interface Limits {
  /** @throws ServerError `too_many_requests` */
  connect(address: string | undefined): Promise<void>;
  /** @throws ServerError `too_many_requests` */
  write(userId: string): Promise<void>;
  /**
   * Counts an attempt to sign in before the password is looked at, so that many at once are counted as well. Whoever
   * was right calls the answer: what was counted is forgotten.
   *
   * @throws ServerError `too_many_requests`
   */
  login(address: string | undefined, email: string): Promise<() => Promise<void>>;
}

const MINUTE_S = 60;

/** Counts in this process's memory. */
export function createLimits(rates: Rates): Limits {
  const connects = createMemoryRateLimit(rates.connects, MINUTE_S);
  const writes = createMemoryRateLimit(rates.writes, MINUTE_S);
  const logins = createMemoryRateLimit(rates.failedLogins, 15 * MINUTE_S);
  return {
    async connect(address) {
      refuse(await connects.take(addressKey(address)), "Too many streams were opened from this address");
    },
    async write(userId) {
      refuse(await writes.take(userId), "Too many changes in a short time");
    },
    async login(address, email) {
      const key = `${addressKey(address)} ${email.toLowerCase()}`;
      refuse(await logins.take(key), login.errors[429]);
      return () => logins.reset(key);
    },
  };
}

function refuse(retryAfter: number, what: string): void {
  if (retryAfter === 0) return;
  throw new ServerError("too_many_requests", [`${what}; try again in ${retryAfter} s`], { retryAfter });
}
