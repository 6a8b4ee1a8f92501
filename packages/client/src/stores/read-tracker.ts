/**
 * Makes a function that hides changes in what nobody reads: it answers the value it answered before as long as every
 * property that was ever read has stayed the same (`Object.is`), else a new one. While nothing was read, every change
 * counts. What it answers has the properties of what it was given, as getters that note who reads them.
 *
 * A component that shows only `state` of a connection does not draw again because `lastEventAt` moved on (C43).
 *
 * @example
 * const track = createReadTracker<ConnectionStatus>();
 * const status = track(stream.getSnapshot());
 * show(status.state);
 * track(stream.getSnapshot()) === status; // until `state` changes
 */
export function createReadTracker<T extends object>(): (next: T) => T {
  const read = new Set<keyof T>();
  let current: { readonly view: T; source: T } | undefined;

  return (next) => {
    if (current !== undefined) {
      const { view, source } = current;
      if (next === source) return view;
      if (read.size > 0 && [...read].every((key) => Object.is(next[key], source[key]))) {
        // Whoever reads another property for the first time finds what it is now.
        current.source = next;
        return view;
      }
    }
    const mine = { view: {} as T, source: next };
    for (const key of Object.keys(next) as (keyof T)[]) {
      const get = () => {
        read.add(key);
        return mine.source[key];
      };
      Object.defineProperty(mine.view, key, { enumerable: true, get });
    }
    current = mine;
    return mine.view;
  };
}
