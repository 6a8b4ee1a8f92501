import { inTransaction, type PostgresPool } from "@tidings/hub/postgres";
import type { Change, DeadLetter } from "../change.ts";
import { readListLimit } from "../dead-letter-retention.ts";
import { CHANGE_COLUMNS, readChange } from "./read-change.ts";

/** A stored dead letter. */
export interface KeptDeadLetter extends DeadLetter {
  /** When it was stored, ISO 8601 in UTC. */
  readonly failedAt: string;
}

/** The changes from which no events could be made, for the operator (D14.3). */
export interface PostgresDeadLetters {
  /** Lists at most `limit` (default 100) dead letters, newest first, from before a change's id if one is given. */
  list(options?: {
    readonly before?: Change["id"] | undefined;
    readonly limit?: number | undefined;
  }): Promise<readonly KeptDeadLetter[]>;
  /**
   * Puts a change at the end of the queue again (D14.7), after its mapper was fixed. It becomes a new change with a new
   * id. Later changes of its row have been published already, so its events come late; readers see that by a `revision`
   * in them (D6.2). Resolves with false if there is no dead letter with this id.
   */
  retry(changeId: Change["id"]): Promise<boolean>;
  /** Deletes one for good. Resolves with false if there is no dead letter with this id. */
  drop(changeId: Change["id"]): Promise<boolean>;
}

const DROP = "DELETE FROM dead_changes WHERE change_id = $1 RETURNING 1";

/**
 * Lists, retries and deletes the dead letters of a database. Every method rejects with the database's error.
 *
 * @example
 * const dead = await createPostgresDeadLetters(pool).list();
 * for (const { change, reason } of dead) console.log(change.table, change.rowId, reason);
 */
export function createPostgresDeadLetters(pool: PostgresPool): PostgresDeadLetters {
  return {
    async list({ before = 2n ** 63n - 1n, limit } = {}) {
      const { rows } = await pool.query(
        `SELECT change_id AS id, ${CHANGE_COLUMNS}, reason, extract(epoch FROM failed_at) * 1000 AS failed_at
         FROM dead_changes WHERE change_id < $1 ORDER BY change_id DESC LIMIT $2`,
        [String(before), readListLimit(limit)],
      );
      return rows.map((row) => ({
        change: readChange(row),
        reason: String(row.reason),
        failedAt: new Date(Number(row.failed_at)).toISOString(),
      }));
    },
    retry: (changeId) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query(
          `WITH gone AS (DELETE FROM dead_changes WHERE change_id = $1 RETURNING *)
           INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
           SELECT table_name, row_id, operation, old_row, new_row FROM gone RETURNING 1`,
          [String(changeId)],
        );
        return rows.length > 0;
      }),
    async drop(changeId) {
      const { rows } = await pool.query(DROP, [String(changeId)]);
      return rows.length > 0;
    },
  };
}
