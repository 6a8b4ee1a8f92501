/** Makes a queue that runs tasks with a common name one after the other, and all others at once. */
export function createLine() {
  const last = new Map<string, Promise<unknown>>();
  return async <T>(names: readonly string[], act: () => Promise<T>): Promise<T> => {
    const before = names.flatMap((name) => last.get(name) ?? []);
    // A task takes all its names in one turn, so that no two tasks can wait for each other.
    const done = Promise.allSettled(before).then(act);
    for (const name of names) last.set(name, done);
    try {
      return await done;
    } finally {
      for (const name of names) if (last.get(name) === done) last.delete(name);
    }
  };
}
