/** How the client proves who its user is. */
export interface AuthOptions {
  /** The token to send; asked for before each request. Leave it out where a cookie does the work. */
  token?(): string | undefined | Promise<string | undefined>;
  /**
   * Asked once after a 401. Answers a fresh token, `""` where a cookie was renewed instead, or undefined where the
   * session is over. Let it throw where it could not find out, without a network say: a stream tries again later.
   */
  refresh?(): Promise<string | undefined>;
}

/** {@link AuthOptions} as the streams and calls of one client share them. */
export interface Auth {
  token(): Promise<string | undefined>;
  /** Whether another try is worthwhile; rejects as the application's does. Streams and calls that fail together refresh together. */
  refresh(): Promise<boolean>;
}

/** Shares one refresh among all who ask while it runs (C5). */
export function createAuth(options: AuthOptions): Auth {
  // A fresh token stands in for the one it was asked for, until the application itself hands out another:
  // after a change of user the old user's token must be forgotten.
  let fresh: { readonly token: string; readonly insteadOf: string | undefined } | undefined;
  let running: { readonly insteadOf: string | undefined; readonly worthwhile: Promise<boolean> } | undefined;

  async function renew(insteadOf: string | undefined): Promise<boolean> {
    try {
      const token = await options.refresh?.();
      fresh = token ? { token, insteadOf } : undefined;
      return token !== undefined;
    } finally {
      running = undefined;
    }
  }

  return {
    async token() {
      const own = await options.token?.();
      return fresh !== undefined && own === fresh.insteadOf ? fresh.token : own;
    },
    async refresh() {
      const own = await options.token?.();
      if (running !== undefined && running.insteadOf !== own) {
        const worthwhile = await running.worthwhile;
        // Either the application has taken the fresh token for its own, or that refresh was for a former token.
        if (fresh?.token === own) return worthwhile;
      }
      running ??= { insteadOf: own, worthwhile: renew(own) };
      return running.worthwhile;
    },
  };
}
