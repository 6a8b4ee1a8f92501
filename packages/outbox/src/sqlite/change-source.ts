import type { DatabaseSync } from "node:sqlite";
import { numberOption } from "@tidings/hub";
import type { ChangeSource } from "../change.ts";
import { type DeadLetterRetention, readDeadLetterRetention } from "../dead-letter-retention.ts";
import { readChange } from "./read-change.ts";
import { prepareRows, prepareWrite } from "./statements.ts";
import { transaction } from "./transaction.ts";

/** What is kept of what was relayed. */
export interface SqliteChangeSourceOptions extends DeadLetterRetention {
  /** Relayed changes that are kept for looking back, the newest. Default 10,000; 0 keeps none, Infinity all. */
  readonly keep?: number | undefined;
}

/** What `PRAGMA synchronous` says for FULL; EXTRA is more. */
const FULL = 2;
const KEEP = { fallback: 10_000, min: 0, max: Number.POSITIVE_INFINITY, whole: true };

/**
 * Reads the `changes` table that `CHANGE_TABLES` makes. SQLite has one writer at a time, so ids are in the order of
 * commits and nothing appears behind the cursor (D14.2).
 *
 * @param database The application's own connection, if the application never awaits inside a transaction; else one of the
 *   relay's own: what is not committed yet can be seen over the connection that writes it. Both methods reject while a
 *   transaction is open there, and the relay tries again.
 * @throws HubError `invalid_options` (D21.1); Error what SQLite says where the tables are missing: run `CHANGE_TABLES` first
 */
export function createSqliteChangeSource(
  database: DatabaseSync,
  options: SqliteChangeSourceOptions = {},
): ChangeSource {
  const keep = numberOption("createSqliteChangeSource's keep", options.keep, KEEP);
  const { keepDead, keepDeadMs, onForget } = readDeadLetterRetention("createSqliteChangeSource", options);

  const select = prepareRows(
    database,
    `SELECT id, table_name, row_id, operation, old_row, new_row FROM changes
     WHERE id > (SELECT change_id FROM relay_cursor) ORDER BY id LIMIT +?`,
  );
  const move = prepareWrite(database, "UPDATE relay_cursor SET change_id = ?");
  // The row may be there already, because somebody set the cursor back by hand. Any values must fit here, or the relay
  // would stop at this change.
  const text = (column: string) => `coalesce(CAST(${column} AS TEXT), '')`;
  const insertDeadLetter = prepareWrite(
    database,
    `INSERT OR REPLACE INTO dead_changes (change_id, table_name, row_id, operation, old_row, new_row, at, reason)
     SELECT id, ${text("table_name")}, ${text("row_id")}, ${text("operation")}, CAST(old_row AS TEXT),
       CAST(new_row AS TEXT), ${text("at")}, ? FROM changes WHERE id = ?`,
  );
  const trim = prepareWrite(database, "DELETE FROM changes WHERE id <= ? - ?");
  const forgetSurplus = prepareWrite(
    database,
    `DELETE FROM dead_changes
     WHERE change_id <= (SELECT change_id FROM dead_changes ORDER BY change_id DESC LIMIT 1 OFFSET +?)`,
  );
  const forgetOld = prepareWrite(database, "DELETE FROM dead_changes WHERE failed_at < ?");

  const lastSafe = prepareRows(
    database,
    `SELECT max(id) AS id FROM (
       SELECT change_id AS id FROM relay_cursor
       UNION ALL SELECT max(id) FROM changes WHERE id <= ${Number.MAX_SAFE_INTEGER}
     ) WHERE id <= ${Number.MAX_SAFE_INTEGER} LIMIT 1`,
  );
  const removeUnsafe = prepareWrite(database, `DELETE FROM changes WHERE id > ${Number.MAX_SAFE_INTEGER} AND id <= ?`);
  const countFrom = prepareWrite(
    database,
    `UPDATE sqlite_sequence SET seq = ?1 WHERE name = 'changes' AND NOT EXISTS (SELECT 1 FROM changes WHERE id > ?1)`,
  );

  /**
   * After a change with an id that somebody else chose, beyond 2^53-1, SQLite would count on from there, and after the
   * last integer refuse every write. Once such a change is relayed it goes, and the ids go on where they were.
   */
  function countAgain(throughId: bigint): void {
    const last = Number(lastSafe.get()?.id ?? 0);
    // Nobody knows where they were: an id that is given out again would make a change look published (D7.3).
    if (last === 0) return void move.run(throughId);
    removeUnsafe.run(throughId);
    move.run(last);
    countFrom.run(last);
  }

  function forget(): number {
    return forgetSurplus.run(keepDead) + forgetOld.run(new Date(Math.max(0, Date.now() - keepDeadMs)).toISOString());
  }

  return {
    async next(limit) {
      checkNoTransaction(database);
      return select.all(limit).map(readChange);
    },
    async advance(throughId, dead) {
      checkNoTransaction(database);
      const forgotten = withoutSync(database, () =>
        transaction(database, () => {
          for (const { change, reason } of dead) insertDeadLetter.run(reason, change.id);
          if (typeof throughId === "bigint") {
            countAgain(throughId);
          } else {
            move.run(throughId);
            trim.run(throughId, keep);
          }
          return dead.length > 0 ? forget() : 0;
        }),
      );
      if (forgotten > 0) onForget(forgotten);
    },
  };
}

/** What a power loss takes back is relayed again, under keys that the log has seen (D7.3). */
function withoutSync<T>(database: DatabaseSync, work: () => T): T {
  const before = Number(prepareRows(database, "PRAGMA synchronous").get()?.synchronous);
  if (before < FULL) return work();
  database.exec("PRAGMA synchronous = NORMAL");
  try {
    return work();
  } finally {
    database.exec(`PRAGMA synchronous = ${before}`);
  }
}

function checkNoTransaction(database: DatabaseSync): void {
  if (!database.isTransaction) return;
  throw new Error("a transaction is open on the relay's connection: give the relay a connection of its own");
}
