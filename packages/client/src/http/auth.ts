import { ClientError } from "../error.ts";
import type { Host } from "../host/host.ts";

/** How the client proves who its user is. */
export interface AuthOptions {
  /** The token to send; asked for before each request. Leave it out where a cookie does the work. */
  readonly token?: (() => string | undefined | Promise<string | undefined>) | undefined;
  /**
   * Asked once after a 401. Answers a fresh token, `""` where a cookie was renewed instead, or undefined where the
   * session is over. Let it throw if it could not find out, for example without a network: a stream tries again later.
   */
  readonly refresh?: (() => Promise<string | undefined>) | undefined;
}

/** {@link AuthOptions} as the streams and calls of one client share them. */
export interface Auth {
  token(): Promise<string | undefined>;
  /** Whether another try is worthwhile; rejects as the application's does. Streams and calls that fail together refresh together. */
  refresh(): Promise<boolean>;
  /** Leaves no timer behind (C12.1). */
  close(): void;
}

/** Milliseconds that an application's `token` or `refresh` may take; what takes longer counts as a failed network (C5.5). */
const PATIENCE_MS = 30_000;

/** Shares one refresh among all who ask while it runs (C5.3). */
export function createAuth(options: AuthOptions, host: Pick<Host, "setTimer">): Auth {
  const timers = new Set<() => void>();
  // A fresh token stands in for the one it was asked for, until the application itself hands out another:
  // after a change of user the old user's token must be forgotten (C5.4).
  let fresh: { readonly token: string; readonly insteadOf: string | undefined } | undefined;
  let running: { readonly insteadOf: string | undefined; readonly worthwhile: Promise<boolean> } | undefined;

  /** Resolves with the application's answer, or rejects if it takes too long: nobody must wait for ever. */
  async function inTime<T>(answer: Promise<T>, what: string): Promise<T> {
    const late = Promise.withResolvers<never>();
    const stop = host.setTimer(() => {
      const seconds = PATIENCE_MS / 1_000;
      late.reject(new ClientError("network", `the application's ${what} has not settled within ${seconds} s`));
    }, PATIENCE_MS);
    timers.add(stop);
    try {
      return await Promise.race([answer, late.promise]);
    } finally {
      stop();
      timers.delete(stop);
    }
  }

  const timed = <T>(answer: T | Promise<T>, what: string) =>
    answer instanceof Promise ? inTime(answer, what) : answer;

  async function renew(insteadOf: string | undefined): Promise<boolean> {
    try {
      const token = await (options.refresh && inTime(options.refresh(), "refresh()"));
      fresh = token ? { token, insteadOf } : undefined;
      return token !== undefined;
    } finally {
      running = undefined;
    }
  }

  return {
    async token() {
      // Not timed here: calls have a time-out of their own, and streams a watchdog.
      const own = await options.token?.();
      return fresh !== undefined && own === fresh.insteadOf ? fresh.token : own;
    },
    async refresh() {
      const own = await (options.token && timed(options.token(), "token()"));
      if (running !== undefined && running.insteadOf !== own) {
        const worthwhile = await running.worthwhile;
        // The running refresh was for another token. Its result counts only if the application now returns the token that
        // it produced.
        if (fresh?.token === own) return worthwhile;
      }
      running ??= { insteadOf: own, worthwhile: renew(own) };
      return running.worthwhile;
    },
    close() {
      for (const stop of timers) stop();
      timers.clear();
    },
  };
}
