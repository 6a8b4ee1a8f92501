import type { Change } from "../change.ts";
import type { Row } from "./statements.ts";

/** Reads a row of `changes`. One that is wrong is a change too, for the relay to put aside: the others do not wait. */
export function readChange(row: Row): Change {
  const { id, table_name: table, row_id: rowId, operation, old_row: oldRow, new_row: newRow } = row;
  const wrong = Object.entries({
    table_name: typeof table === "string",
    row_id: typeof rowId === "string",
    operation: isOperation(operation),
    old_row: isTextOrNull(oldRow),
    new_row: isTextOrNull(newRow),
  }).flatMap(([column, fits]) => (fits ? [] : [column]));
  const known = { id: typeof id === "bigint" ? id : Number(id), table: String(table), rowId: String(rowId) };
  if (wrong.length === 0 && isOperation(operation)) {
    return { ...known, operation, oldRow: parseRow(oldRow), newRow: parseRow(newRow) };
  }
  const unreadable = `the row of changes is wrong: ${wrong.join(", ")}`;
  return { ...known, operation: "UPDATE", oldRow: undefined, newRow: undefined, unreadable };
}

function isOperation(value: unknown): value is Change["operation"] {
  return value === "INSERT" || value === "UPDATE" || value === "DELETE";
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === "string";
}

/**
 * Text that is not JSON, which no trigger writes, is passed on as it is. The mapper refuses it, and the changes after
 * it go on.
 */
function parseRow(text: Row[string] | undefined): unknown {
  if (typeof text !== "string") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
