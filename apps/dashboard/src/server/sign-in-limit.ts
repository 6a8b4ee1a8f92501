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
  /** Call it if the password was right. The count is then reset. */
  succeeded(): Promise<void>;
  /** Call it if the password was never checked. Then nothing is counted. */
  dropped(): Promise<void>;
}

/**
 * Fewer than the API server allows from one address with one email. Unless the API server trusts this proxy, all
 * browsers have this server's address there, and one that guesses must not use up the attempts of the others.
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
