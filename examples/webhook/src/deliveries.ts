/** Which deliveries were dealt with. */
export interface Deliveries {
  has(id: string): boolean;
  add(id: string): void;
}

/**
 * Remembers the newest ids in memory. Senders deliver again for a day or so after an answer that was lost: where events
 * outlive this process (a log in SQLite), keep the ids in a table, added in the transaction that does the work.
 */
export function createDeliveries(limit = 10_000): Deliveries {
  const ids = new Set<string>();
  return {
    has: (id) => ids.has(id),
    add(id) {
      ids.add(id);
      // A Set walks in insertion order: the first is the oldest.
      for (const oldest of ids) {
        if (ids.size <= limit) break;
        ids.delete(oldest);
      }
    },
  };
}
