import { createMemoryRateLimit, refuseOver } from "@tidings/admission/rates";

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
  const limit = createMemoryRateLimit(FAILURES, WINDOW_S);
  return {
    async begin(address, email) {
      const key = `${address} ${email.trim().toLowerCase()}`;
      refuseOver(await limit.take(key), "Too many attempts to sign in with a wrong password");
      return { succeeded: () => limit.reset(key), dropped: () => limit.giveBack(key) };
    },
  };
}
