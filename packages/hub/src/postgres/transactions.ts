import { AsyncLocalStorage } from "node:async_hooks";
import type { NewEvent } from "../log/event-log.ts";
import type { Position } from "../log/position.ts";
import type { StoredEvent } from "./event-row.ts";
import { oneByOne } from "./one-by-one.ts";
import { inTransaction, type PostgresPool, type PostgresQueries } from "./pool.ts";
import { storeEvents } from "./store-events.ts";

/** Transactions of the application. Events that are published inside one are part of it (D20). */
export interface Transactions {
  /** Runs `work` in a new transaction, or in the current one if it is called inside one. */
  run<T>(work: (queries: PostgresQueries) => Promise<T>): Promise<T>;
  /** Stores events in the current transaction. Returns undefined outside of one. */
  join(events: readonly NewEvent[]): Promise<readonly Position[]> | undefined;
  /** The current transaction's connection. Undefined outside of one. */
  current(): PostgresQueries | undefined;
}

interface Open {
  readonly queries: PostgresQueries;
  readonly fresh: StoredEvent[];
  /** Appends that `work` may not have awaited. */
  readonly joined: Promise<unknown>[];
  isOver: boolean;
}

/** @param deliver Delivers on this node what a transaction has committed; does not reject. */
export function createTransactions(
  pool: PostgresPool,
  deliver: (fresh: readonly StoredEvent[]) => Promise<void>,
): Transactions {
  const current = new AsyncLocalStorage<Open>();

  function openOne(): Open | undefined {
    const open = current.getStore();
    return open === undefined || open.isOver ? undefined : open;
  }

  return {
    async run(work) {
      const outer = openOne();
      if (outer !== undefined) return work(outer.queries);
      const fresh: StoredEvent[] = [];
      const result = await inTransaction(pool, async (client) => {
        const open: Open = { queries: oneByOne(client), fresh, joined: [], isOver: false };
        try {
          const result = await current.run(open, () => work(open.queries));
          // After a failed append PostgreSQL would answer COMMIT by rolling back, without an error.
          await Promise.all(open.joined);
          return result;
        } finally {
          open.isOver = true;
        }
      });
      await deliver(fresh);
      return result;
    },
    join(events) {
      const open = openOne();
      if (open === undefined) return undefined;
      const joined = storeEvents(open.queries, events).then((stored) => {
        open.fresh.push(...stored.fresh);
        return stored.positions;
      });
      // Whoever awaits it has its rejection; whoever does not, must not end the process.
      joined.catch(() => {});
      open.joined.push(joined);
      return joined;
    },
    current: () => openOne()?.queries,
  };
}
