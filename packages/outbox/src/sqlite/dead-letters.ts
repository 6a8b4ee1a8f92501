import type { DatabaseSync } from "node:sqlite";
import type { Change, DeadLetter } from "../change.ts";
import { readListLimit } from "../dead-letter-retention.ts";
import { readChange } from "./read-change.ts";
import { prepareRows, prepareWrite } from "./statements.ts";
import { transaction } from "./transaction.ts";

/** A dead letter as it is kept. */
export interface KeptDeadLetter extends DeadLetter {
  /** When it was put aside, ISO 8601 in UTC. */
  readonly failedAt: string;
}

/** The changes that no events could be made from, for somebody to look at (D14.3, D14.7). */
export interface DeadLetters {
  /**
   * The newest first: at most `limit` (default 100; at least 1; Infinity for all) of those before a change's id.
   *
   * @throws HubError `invalid_options` (D21.1)
   */
  list(options?: {
    readonly before?: Change["id"] | undefined;
    readonly limit?: number | undefined;
  }): readonly KeptDeadLetter[];
  /**
   * Relays a change again after its mapper was repaired: it becomes a new change after all others, with a number of its
   * own. What happened to its row since then has been published already, so its events come late; a `revision` in them
   * lets readers see that (D6.2). Returns false if there is no dead letter with this id.
   *
   * @throws Error what SQLite says where the row itself is wrong, which no mapper can mend: drop it
   */
  retry(changeId: Change["id"]): boolean;
  /** Deletes one for good. Returns false if there is no dead letter with this id. */
  drop(changeId: Change["id"]): boolean;
}

/**
 * Lists, retries and deletes the dead letters of a database.
 *
 * @example
 * for (const { change, reason } of createSqliteDeadLetters(database).list()) console.log(change.table, change.rowId, reason);
 */
export function createSqliteDeadLetters(database: DatabaseSync): DeadLetters {
  const select = prepareRows(
    database,
    `SELECT change_id AS id, table_name, row_id, operation, old_row, new_row, reason, failed_at FROM dead_changes
     WHERE change_id < ? ORDER BY change_id DESC LIMIT +?`,
  );
  const again = prepareWrite(
    database,
    `INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
     SELECT table_name, row_id, operation, old_row, new_row FROM dead_changes WHERE change_id = ?`,
  );
  const remove = prepareWrite(database, "DELETE FROM dead_changes WHERE change_id = ?");

  return {
    list({ before = 2n ** 63n - 1n, limit } = {}) {
      return select.all(before, readListLimit(limit)).map((row) => ({
        change: readChange(row),
        reason: String(row.reason),
        failedAt: String(row.failed_at),
      }));
    },
    retry: (changeId) =>
      transaction(database, () => {
        const found = again.run(changeId) > 0;
        remove.run(changeId);
        return found;
      }),
    drop: (changeId) => remove.run(changeId) > 0,
  };
}
