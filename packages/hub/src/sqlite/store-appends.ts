import type { DatabaseSync } from "node:sqlite";
import type { LogEvent, NewEvent } from "../log/event-log.ts";
import type { Position } from "../log/position.ts";
import { type Append, type Outcome, STORING } from "./append-queue.ts";
import { isInTransaction } from "./connection.ts";
import type { EventTable } from "./event-table.ts";
import { logFailed } from "./failure.ts";
import { healSequences } from "./heal.ts";
import type { Lives } from "./lives.ts";
import type { Transactions } from "./transaction.ts";
import type { Trimmer } from "./trimmer.ts";

/** What one caller appends, and what trims the log afterwards. */
export interface Appended {
  readonly events: readonly NewEvent[];
  readonly trimmer: Trimmer;
}

/** Appends that wait for one commit. */
export type Appends = readonly Append<Appended, readonly Position[]>[];

/** Writes appends into the tables. */
export interface AppendStore {
  /**
   * Stores each append by itself, so that one that fails takes nothing of the others with it. Call it inside a
   * transaction; throws when that is lost.
   *
   * @param fresh Gets the events that are new.
   */
  store(appends: Appends, now: number, fresh: LogEvent[]): readonly Outcome<readonly Position[]>[];
}

/**
 * Makes an {@link AppendStore}. An event whose key the log knows is not stored again: its publisher gets the position that
 * the event has already.
 *
 * @param attempt Runs work in a savepoint, so that one append can be undone by itself.
 * @see docs/spec/delivery.md D1.3, D1.5, D7.1
 */
export function createAppendStore(
  database: DatabaseSync,
  { table, lives, attempt }: { readonly table: EventTable; readonly lives: Lives } & Pick<Transactions, "attempt">,
): AppendStore {
  function storeEvents(events: readonly NewEvent[], now: number, fresh: LogEvent[]): readonly Position[] {
    return events.map((event) => {
      const known = event.key === undefined ? undefined : table.sequenceOf(event.key);
      // Another program may have written any number beside the key, and no position is beyond the head.
      if (known !== undefined) return lives.positionOf(Math.min(known, table.head()));
      const sequence = table.insert(event, now);
      if (event.key !== undefined) table.insertKey(event.key, sequence);
      const position = lives.positionOf(sequence);
      fresh.push({ ...event, position });
      return position;
    });
  }

  return {
    store(appends, now, fresh) {
      // Only somebody else can have written a sequence that high: nothing could follow it.
      if (table.head() === Number.MAX_SAFE_INTEGER) healSequences(database);
      return appends.map(({ what: { events } }) => {
        const stored: LogEvent[] = [];
        const store = () => storeEvents(events, now, stored);
        try {
          const result = appends.length === 1 ? store() : attempt(store);
          fresh.push(...stored);
          return { result };
        } catch (error) {
          if (appends.length === 1 || !isInTransaction(database)) throw error;
          return { error: logFailed(STORING, error) };
        }
      });
    },
  };
}
