import type { PostgresResult } from "@tidings/hub/postgres";
import type { Change } from "../change.ts";

/**
 * The columns of `changes` or `dead_changes` that {@link readChange} reads. JSON is read as text, because the
 * application may have configured any parser for it.
 */
export const CHANGE_COLUMNS = "table_name, row_id, operation, old_row::text AS old_row, new_row::text AS new_row";

/** Reads a row. The table guarantees its types. */
export function readChange(row: PostgresResult["rows"][number]): Change {
  const id = BigInt(String(row.id));
  const operation = String(row.operation);
  return {
    id: id > BigInt(Number.MAX_SAFE_INTEGER) ? id : Number(id),
    table: String(row.table_name),
    rowId: String(row.row_id),
    operation: operation === "INSERT" || operation === "DELETE" ? operation : "UPDATE",
    oldRow: parse(row.old_row),
    newRow: parse(row.new_row),
  };
}

function parse(json: unknown): unknown {
  return typeof json === "string" ? JSON.parse(json) : undefined;
}
