import { HubError } from "../error.ts";
import { isBusy, logFailed } from "./failure.ts";

/** Milliseconds for which appends wait for a database that another connection holds. */
const PATIENCE_MS = 5000;
/**
 * Milliseconds between two attempts. An attempt may block the process; between two attempts the process runs for four
 * times as long.
 */
const RETRY_MS = 20;

/** What a failed append was doing, for its error's message. */
export const STORING = "could not store what was published";

/** What became of an append. */
export type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

/** One caller's append. */
export interface Append<T, Result> {
  readonly what: T;
  settle(outcome: Outcome<Result>): void;
}

/** Gathers appends so that those of one turn share one transaction, in the order of the calls. */
export interface AppendQueue<T, Result> {
  add(what: T): Promise<Result>;
  /** Commits what waits now, in this turn. */
  flush(): void;
  /** Commits what waits, or rejects it, and takes nothing more. */
  close(): void;
}

/** @param commit Commits appends together and settles each; throws without settling any when nothing was committed. */
export function createAppendQueue<T, Result>(
  commit: (appends: readonly Append<T, Result>[]) => void,
): AppendQueue<T, Result> {
  type Waiting = Append<T, Result> & { readonly giveUpAt: number };
  let waiting: Waiting[] = [];
  let isScheduled = false;
  let retry: ReturnType<typeof setTimeout> | undefined;

  function schedule() {
    if (isScheduled || retry !== undefined) return;
    isScheduled = true;
    queueMicrotask(() => {
      isScheduled = false;
      if (retry === undefined) flush();
    });
  }

  function flush() {
    clearTimeout(retry);
    retry = undefined;
    const appends = waiting;
    waiting = [];
    if (appends.length === 0) return;
    const began = performance.now();
    try {
      commit(appends);
    } catch (error) {
      const now = performance.now();
      const later = isBusy(error) ? appends.filter(({ giveUpAt }) => giveUpAt > now) : [];
      for (const append of appends) if (!later.includes(append)) append.settle({ error: logFailed(STORING, error) });
      waiting = [...later, ...waiting];
      if (later.length > 0) retry = setTimeout(flush, Math.max(RETRY_MS, 4 * (now - began)));
    }
  }

  return {
    add(what) {
      return new Promise((resolve, reject) => {
        waiting.push({
          what,
          giveUpAt: performance.now() + PATIENCE_MS,
          settle: (outcome) => ("error" in outcome ? reject(outcome.error) : resolve(outcome.result)),
        });
        schedule();
      });
    },
    flush,
    close() {
      flush();
      clearTimeout(retry);
      for (const { settle } of waiting) {
        settle({ error: new HubError("closed", "the event log was closed while the database was busy; not stored") });
      }
      waiting = [];
    },
  };
}
