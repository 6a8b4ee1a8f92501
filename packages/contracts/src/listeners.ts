// The declarations of what extends a store and can be closed name Disposable, which TypeScript's default library has not.
/// <reference lib="esnext.disposable" preserve="true" />

/** State that can be read and subscribed to. It fits React's `useSyncExternalStore` and similar functions elsewhere. */
export interface Store<State> {
  /** Returns the state: the same object until something changes. */
  getSnapshot(): State;
  /**
   * Calls back after each change.
   *
   * @returns A function that unsubscribes; calling it twice is harmless.
   */
  subscribe(listener: () => void): () => void;
}

/** A set of listeners, which are called one after the other (C14.1). */
export interface Listeners<Args extends readonly unknown[] = []> {
  /**
   * How many listeners there are. A store that works only while somebody listens starts at the first and stops after
   * the last.
   */
  readonly size: number;
  /**
   * Adds a listener; the same function added twice is called twice. Returns a function that removes it again; calling
   * that twice is harmless.
   */
  add(listener: (...args: Args) => void): () => void;
  /**
   * Calls every listener, in the order they were added. A listener that another one removes during the call is not
   * called any more; one that is added during it is called from the next time on. If a listener throws, the error is
   * reported and the others are still called.
   */
  notify(...args: Args): void;
  /** Removes all of them. */
  clear(): void;
}

/**
 * Makes {@link Listeners}: the one way in this repository to call several listeners.
 *
 * @param report Called with what a listener threw, and with the listener's arguments. Default {@link reportUncaught}.
 * @example
 * const listeners = createListeners<[Order]>((cause) => log.error(cause));
 * const leave = listeners.add((order) => show(order));
 * listeners.notify(order);
 * leave();
 * @see docs/spec/client.md C14.1
 */
export function createListeners<Args extends readonly unknown[] = []>(
  report: (cause: unknown, args: Args) => void = reportUncaught,
): Listeners<Args> {
  const entries = new Set<(...args: Args) => void>();
  return {
    get size() {
      return entries.size;
    },
    add(listener) {
      // Wrapped, so that the same function added twice is two listeners.
      const entry = (...args: Args) => listener(...args);
      entries.add(entry);
      return () => {
        entries.delete(entry);
      };
    },
    notify(...args) {
      // A copy: a listener that is added during the call is called from the next time on.
      for (const entry of [...entries]) {
        if (!entries.has(entry)) continue;
        isolate(
          () => entry(...args),
          (cause) => report(cause, args),
        );
      }
    },
    clear: () => entries.clear(),
  };
}

/**
 * Calls a callback of the application. What it throws is reported and does not reach the caller. If `report` throws
 * too, the host is told of that.
 */
export function isolate(callback: () => void, report: (cause: unknown) => void = reportUncaught): void {
  try {
    callback();
  } catch (cause) {
    try {
      report(cause);
    } catch (error) {
      reportUncaught(error);
    }
  }
}

/**
 * Reports an error that nobody caught to the host: as an `error` event in browsers and workers, on the console
 * elsewhere.
 */
export function reportUncaught(error: unknown): void {
  // Read by reflection, because packages without the browser's types have no type for it.
  const report: unknown = Reflect.get(globalThis, "reportError");
  if (typeof report === "function") report.call(globalThis, error);
  // biome-ignore lint/suspicious/noConsole: Node has no reportError, and silence would hide a bug of the application.
  else console.error(error);
}
