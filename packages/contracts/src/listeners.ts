/** State that anyone may read and follow; what `useSyncExternalStore` of React, and its like elsewhere, take. */
export interface Store<State> {
  /** The same object until something changed. */
  getSnapshot(): State;
  /**
   * Calls back after each change.
   *
   * @returns A function that unsubscribes; calling it twice is harmless.
   */
  subscribe(listener: () => void): () => void;
}

/** A set of listeners, told one after the other (C14.1). */
export interface Listeners<Args extends readonly unknown[] = []> {
  /** How many there are: stores that work only while somebody listens start at one and stop at none. */
  readonly size: number;
  /**
   * Adds a listener; the same function added twice is called twice. Returns a function that removes it again; calling
   * that twice is harmless.
   */
  add(listener: (...args: Args) => void): () => void;
  /**
   * Calls every listener there is now, in the order they came. One that was removed meanwhile is not called any more,
   * one that was added meanwhile is called from the next time on. One that throws is reported and keeps nobody from the rest.
   */
  notify(...args: Args): void;
  /** Removes all of them. */
  clear(): void;
}

/**
 * Makes {@link Listeners}: the one way in this repository to tell several listeners something.
 *
 * @param report Takes what a listener threw, and what it was called with. Default {@link reportUncaught}.
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
 * Calls something of the application's, so that what it throws is reported and stops nobody. A `report` that throws is
 * itself told to the host.
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

/** Tells the host of an error that nobody caught: as an `error` event in browsers and workers, on the console elsewhere. */
export function reportUncaught(error: unknown): void {
  // By reflection: importers that know nothing of browsers have no type for it.
  const report: unknown = Reflect.get(globalThis, "reportError");
  if (typeof report === "function") report.call(globalThis, error);
  // biome-ignore lint/suspicious/noConsole: Node has no reportError, and silence would hide a bug of the application.
  else console.error(error);
}
