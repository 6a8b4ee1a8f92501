import { Refusal } from "@tidings/express";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Counts failed sign-ins by the reader's address. */
export interface SignInLimit {
  /**
   * Counts an attempt as failed in advance.
   *
   * @throws Refusal 429 with `Retry-After`
   */
  begin(address: string | undefined, email: string): Promise<SignInAttempt>;
}

/** An attempt that is counted as failed. */
export interface SignInAttempt {
  /** The password was right: what was counted is forgotten. */
  succeeded(): Promise<void>;
  /** The password was never looked at: nothing is counted. */
  dropped(): Promise<void>;
}

/**
 * Fewer than the API server takes from one address with one email: to it all browsers come from this one, unless it
 * trusts this proxy, and one that guesses must not use up what the others need.
 */
const FAILURES = 5;
const WINDOW_S = 15 * 60;

/** Makes a {@link SignInLimit} that counts in this process's memory. */
export function createSignInLimit(): SignInLimit {
  const limiter = new RateLimiterMemory({ points: FAILURES, duration: WINDOW_S });
  return {
    async begin(address, email) {
      const key = `${address} ${email.trim().toLowerCase()}`;
      try {
        await limiter.consume(key);
      } catch (over) {
        if (!(over instanceof RateLimiterRes)) throw over;
        const retryAfter = Math.max(1, Math.ceil(over.msBeforeNext / 1000));
        const line = `Too many attempts to sign in with a wrong password; try again in ${retryAfter} s`;
        throw new Refusal("too_many_requests", 429, [line], { retryAfter });
      }
      return {
        async succeeded() {
          await limiter.delete(key);
        },
        async dropped() {
          await limiter.reward(key);
        },
      };
    },
  };
}
