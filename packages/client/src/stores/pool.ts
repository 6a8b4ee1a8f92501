import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import { numberOption } from "../number-option.ts";

/** Reference-counted things, one for each key, that several holders share (C11.1). */
export interface Pool<Thing> {
  /**
   * The thing of this key, made if there is none.
   *
   * @returns The thing, and `release`, which gives it back; called twice it does nothing more.
   */
  acquire(key: string, create: () => Thing): { readonly thing: Thing; release(): void };
  /** The thing of this key, if there is one, without becoming a holder. */
  get(key: string): Thing | undefined;
  /** Those that there are now, lingering ones included. */
  list(): readonly Thing[];
  /** Closes one at once, whoever holds it; the next who asks has another made. */
  drop(key: string): void;
  /** Closes all at once. */
  close(): void;
}

/** How a pool keeps its things. */
export interface PoolOptions {
  /** Milliseconds that a thing is kept after its last holder left it: remounts and route changes find it as it was. 0 to 2^31-1; Infinity keeps it. */
  readonly lingerMs: number;
  /** As `setTimer` of a Host. */
  setTimer(run: () => void, ms: number): () => void;
}

interface Entry<Thing> {
  readonly thing: Thing;
  holders: number;
  cancelLinger: (() => void) | undefined;
}

/**
 * Makes an empty {@link Pool}.
 *
 * @throws ClientError `invalid_options`
 * @example
 * const pool = createPool<Connection>({ lingerMs: 1_000, setTimer: client.host.setTimer });
 * const { thing, release } = pool.acquire("orders", () => openOrders());
 */
export function createPool<Thing extends { close(): void }>({ lingerMs, setTimer }: PoolOptions): Pool<Thing> {
  numberOption("createPool's lingerMs", lingerMs, { min: 0, max: MAX_TIMER_MS, orInfinity: true });
  const entries = new Map<string, Entry<Thing>>();

  function end(key: string, entry: Entry<Thing>): void {
    entry.cancelLinger?.();
    // Removed before it is closed, because closing may ask for another of this key.
    if (entries.get(key) === entry) entries.delete(key);
    entry.thing.close();
  }

  return {
    acquire(key, create) {
      const entry = entries.get(key) ?? { thing: create(), holders: 0, cancelLinger: undefined };
      entries.set(key, entry);
      entry.holders += 1;
      entry.cancelLinger?.();
      entry.cancelLinger = undefined;
      let released = false;
      return {
        thing: entry.thing,
        release() {
          if (released) return;
          released = true;
          entry.holders -= 1;
          if (entry.holders > 0 || entries.get(key) !== entry || lingerMs === Number.POSITIVE_INFINITY) return;
          entry.cancelLinger = setTimer(() => end(key, entry), lingerMs);
        },
      };
    },
    get: (key) => entries.get(key)?.thing,
    list: () => [...entries.values()].map(({ thing }) => thing),
    drop(key) {
      const entry = entries.get(key);
      if (entry !== undefined) end(key, entry);
    },
    close() {
      for (const [key, entry] of [...entries]) end(key, entry);
    },
  };
}
