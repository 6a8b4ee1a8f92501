import type { DatabaseSync } from "node:sqlite";
import * as z from "zod";
import { transaction } from "../store/sqlite/transaction.ts";
import type { ChangeSource } from "./change.ts";

const changeRow = z
  .object({
    id: z.int(),
    table_name: z.string(),
    row_id: z.string(),
    operation: z.enum(["INSERT", "UPDATE", "DELETE"]),
    old_row: z.string().nullable(),
    new_row: z.string().nullable(),
  })
  .transform((row) => ({
    id: row.id,
    table: row.table_name,
    rowId: row.row_id,
    operation: row.operation,
    oldRow: parseRow(row.old_row),
    newRow: parseRow(row.new_row),
  }));

/** Text that is not JSON, which no trigger writes, goes on as it is: the mapper refuses it, and the line goes on. */
function parseRow(text: string | null): unknown {
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Reads the `changes` table. SQLite has one writer at a time, so ids are in the order of commits and nothing appears
 * behind the cursor. Relayed changes are kept for looking back: the last `keep` (default 10,000).
 */
export function createSqliteChangeSource(database: DatabaseSync, keep = 10_000): ChangeSource {
  const select = database.prepare(
    `SELECT id, table_name, row_id, operation, old_row, new_row FROM changes
     WHERE id > (SELECT change_id FROM relay_cursor) ORDER BY id LIMIT +?`,
  );
  const move = database.prepare("UPDATE relay_cursor SET change_id = ?");
  const bury = database.prepare(
    `INSERT INTO dead_changes (change_id, table_name, row_id, operation, old_row, new_row, at, reason)
     SELECT id, table_name, row_id, operation, old_row, new_row, at, ? FROM changes WHERE id = ?`,
  );
  const trim = database.prepare("DELETE FROM changes WHERE id <= ?");

  return {
    async next(limit) {
      return select.all(limit).map((row) => changeRow.parse(row));
    },
    async advance(throughId, dead) {
      // Not synced to the disk: what a power loss takes back is relayed again, under keys that the log has seen (D7).
      database.exec("PRAGMA synchronous = NORMAL");
      try {
        transaction(database, () => {
          for (const { change, reason } of dead) bury.run(reason, change.id);
          move.run(throughId);
          trim.run(throughId - keep);
        });
      } finally {
        database.exec("PRAGMA synchronous = FULL");
      }
    },
  };
}
