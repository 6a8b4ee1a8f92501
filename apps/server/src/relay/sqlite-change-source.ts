import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { prepareRows, prepareWrite, type Row } from "../store/sqlite/statements.ts";
import { transaction } from "../store/sqlite/transaction.ts";
import type { Change, ChangeSource } from "./change.ts";

const changeRow = z
  .object({
    table_name: z.string(),
    row_id: z.string(),
    operation: z.enum(["INSERT", "UPDATE", "DELETE"]),
    old_row: z.string().nullable(),
    new_row: z.string().nullable(),
  })
  .transform((row) => ({
    table: row.table_name,
    rowId: row.row_id,
    operation: row.operation,
    oldRow: parseRow(row.old_row),
    newRow: parseRow(row.new_row),
  }));
const changeId = z.union([z.int(), z.bigint()]);

/** A row of `changes`. One that is wrong is a change too, for the relay to put aside: the line must not wait for it. */
function toChange({ id, ...row }: Row): Change {
  const read = changeRow.safeParse(row);
  if (read.success) return { id: changeId.parse(id), ...read.data };
  const unreadable = `the row of changes is wrong: ${read.error.issues.map(({ path }) => path.join(".")).join(", ")}`;
  const { table_name: table, row_id: rowId } = row;
  return {
    id: changeId.parse(id),
    table: String(table),
    rowId: String(rowId),
    operation: "UPDATE",
    oldRow: undefined,
    newRow: undefined,
    unreadable,
  };
}

/** Text that is not JSON, which no trigger writes, goes on as it is: the mapper refuses it, and the line goes on. */
function parseRow(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** How much is kept of the changes that were put aside. */
export interface DeadChangeRetention {
  /** The newest that are kept. Default 10,000; 0 keeps none. */
  readonly count?: number | undefined;
  /** Milliseconds that they are kept. Default 90 days. */
  readonly ageMs?: number | undefined;
  /** Told how many were deleted because there were too many or they were too old. */
  readonly onForget?: ((count: number) => void) | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Reads the `changes` table. SQLite has one writer at a time, so ids are in the order of commits and nothing appears
 * behind the cursor. Relayed changes are kept for looking back: the last `keep` (default 10,000). Those that were put
 * aside are kept longer, but not for ever (D14).
 */
export function createSqliteChangeSource(
  database: DatabaseSync,
  keep = 10_000,
  { count: keepDead = 10_000, ageMs = 90 * DAY_MS, onForget = () => {} }: DeadChangeRetention = {},
): ChangeSource {
  const select = prepareRows(
    database,
    `SELECT id, table_name, row_id, operation, old_row, new_row FROM changes
     WHERE id > (SELECT change_id FROM relay_cursor) ORDER BY id LIMIT +?`,
  );
  const move = prepareWrite(database, "UPDATE relay_cursor SET change_id = ?");
  // Again is possible: the cursor may have been set back by hand. Whatever is in the row, it has to fit here, or the
  // line would wait for it.
  const text = (column: string) => `coalesce(CAST(${column} AS TEXT), '')`;
  const bury = prepareWrite(
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
    // Nobody knows where they were: an id that is given out again would make a change look published (D7).
    if (last === 0) return void move.run(throughId);
    removeUnsafe.run(throughId);
    move.run(last);
    countFrom.run(last);
  }

  function forget(): number {
    return forgetSurplus.run(keepDead) + forgetOld.run(new Date(Date.now() - ageMs).toISOString());
  }

  return {
    async next(limit) {
      return select.all(limit).map(toChange);
    },
    async advance(throughId, dead) {
      // Not synced to the disk: what a power loss takes back is relayed again, under keys that the log has seen (D7).
      let forgotten = 0;
      database.exec("PRAGMA synchronous = NORMAL");
      try {
        transaction(database, () => {
          for (const { change, reason } of dead) bury.run(reason, change.id);
          if (typeof throughId === "bigint") {
            countAgain(throughId);
          } else {
            move.run(throughId);
            trim.run(throughId, keep);
          }
          if (dead.length > 0) forgotten = forget();
        });
      } finally {
        database.exec("PRAGMA synchronous = FULL");
      }
      if (forgotten > 0) onForget(forgotten);
    },
  };
}
