/** Ids remembered by default: far more than any replay repeats, and a few tens of kilobytes at most. */
const REMEMBERED = 2_048;

/** Remembers the ids of the latest events, so that none is handed on twice (C13.1). */
export interface SeenIds {
  /** Whether the id is new; from now on it is not. */
  add(id: string): boolean;
}

/** Forgets the oldest id when more than `limit` are remembered. */
export function createSeenIds(limit: number = REMEMBERED): SeenIds {
  const ids = new Set<string>();
  return {
    add(id) {
      if (ids.has(id)) return false;
      ids.add(id);
      if (ids.size > limit) {
        for (const oldest of ids) {
          ids.delete(oldest);
          break;
        }
      }
      return true;
    },
  };
}
