/** Counts how many there are of each name; a name of which none is left costs nothing. */
export interface Counter {
  /** Undefined is not counted. */
  add(name: string | undefined): void;
  remove(name: string | undefined): void;
  get(name: string): number;
}

/** Makes an empty {@link Counter}. */
export function createCounter(): Counter {
  const counts = new Map<string, number>();
  return {
    add(name) {
      if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    remove(name) {
      if (name === undefined) return;
      const left = (counts.get(name) ?? 0) - 1;
      if (left > 0) counts.set(name, left);
      else counts.delete(name);
    },
    get: (name) => counts.get(name) ?? 0,
  };
}
