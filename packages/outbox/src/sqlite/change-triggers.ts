import type { Change } from "../change.ts";

/** Which changes of which rows are written down. */
export interface ChangeTriggerOptions {
  /** The table; its name is what the relay's mappers and reactions are found by. */
  readonly table: string;
  /** The column that names a row. Default `id`. */
  readonly key?: string | undefined;
  /**
   * The columns that a change carries. An update of other columns is no change. Text in which JSON is stored comes as
   * what it means when its column stands in `json`.
   */
  readonly columns: readonly string[];
  /** Those of the columns that hold JSON as text. Default none. */
  readonly json?: readonly string[] | undefined;
  /** Which operations are written down. Default all three. */
  readonly operations?: readonly Change["operation"][] | undefined;
  /**
   * An integer column that the trigger counts up with each change, whoever makes it, so that readers know which of two
   * states is newer (D6.1). It is carried like the others. Default none.
   */
  readonly revision?: string | undefined;
  /** A text column in which the trigger writes the time of each change, ISO 8601 in UTC. Carried too. Default none. */
  readonly updatedAt?: string | undefined;
}

const NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
const OPERATIONS: readonly Change["operation"][] = ["INSERT", "UPDATE", "DELETE"];

/**
 * Writes the SQL of the triggers that make a table's rows publishers: each insert, update and delete writes one row of
 * `changes` in its own transaction, whatever program makes it (D14.1). They replace those of an earlier call for the same
 * table, so that the SQL can be run at every start. `CHANGE_TABLES` has to be run before.
 *
 * A value that JSON does not know never fails the write (D14.8): a BLOB comes as its bytes in hexadecimal, and text in a `json`
 * column that is no JSON comes as text. An update that leaves the columns as they are is no change.
 *
 * Running it fails where the table or a column is not there, before anything is changed.
 *
 * @throws TypeError for an empty name, no column, or a `json` column that is not among the columns
 * @example
 * database.exec(changeTriggers({ table: "orders", columns: ["id", "status", "user_id"], revision: "revision" }));
 */
export function changeTriggers(options: ChangeTriggerOptions): string {
  const { table, key = "id", columns, json = [], operations = OPERATIONS, revision, updatedAt } = options;
  check(options);
  const counted = [revision, updatedAt].filter((column) => column !== undefined);
  const carried = [...columns, ...counted.filter((column) => !columns.includes(column))];
  // What the trigger itself writes is no change: its own UPDATE must not set it off again.
  const watched = columns.filter((column) => !counted.includes(column));
  const rowOf = (row: string) =>
    `json_object(${carried.map((column) => `${text(column)}, ${asJson(row, column, json.includes(column))}`).join(", ")})`;
  const listOf = (row: string) => `(${watched.map((column) => at(row, column)).join(", ")})`;
  const triggers: Record<Change["operation"], string> = {
    INSERT: `AFTER INSERT ON ${name(table)}
BEGIN
  ${insert(table, "INSERT", rowId("new", key), "NULL", rowOf("new"))};
END`,
    UPDATE: `AFTER UPDATE OF ${watched.map(name).join(", ")} ON ${name(table)}
WHEN ${listOf("old")} IS NOT ${listOf("new")}
BEGIN
  ${stamp(options, key)}${insert(table, "UPDATE", rowId("row", key), rowOf("old"), rowOf("row"))}
  FROM ${name(table)} AS row WHERE ${at("row", key)} IS ${at("new", key)};
END`,
    DELETE: `AFTER DELETE ON ${name(table)}
BEGIN
  ${insert(table, "DELETE", rowId("old", key), rowOf("old"), "NULL")};
END`,
  };
  // SQLite looks at a trigger's names when it first runs, which would fail the application's write.
  const names = [...new Set([key, ...carried])].map((column) => at(name(table), column)).join(", ");
  const look = `SELECT ${names} FROM ${name(table)} LIMIT 0;\n`;
  const written = OPERATIONS.map((operation) => {
    const trigger = name(`tidings_${table}_${operation.toLowerCase()}`);
    const drop = `DROP TRIGGER IF EXISTS ${trigger};\n`;
    return operations.includes(operation) ? `${drop}CREATE TRIGGER ${trigger} ${triggers[operation]};\n` : drop;
  });
  return look + written.join("");
}

function check({ table, key = "id", columns, json = [], revision, updatedAt }: ChangeTriggerOptions): void {
  const names = [table, key, ...columns, revision ?? "r", updatedAt ?? "u"];
  if (names.some((one) => typeof one !== "string" || one === "")) {
    throw new TypeError("changeTriggers: a table or column without a name; name each as the database does");
  }
  if (columns.every((column) => column === revision || column === updatedAt)) {
    throw new TypeError(`changeTriggers: no columns of "${table}" to watch; name those that a change carries`);
  }
  const unknown = json.filter((column) => !columns.includes(column));
  if (unknown.length > 0) {
    throw new TypeError(`changeTriggers: json names ${unknown.join(", ")}, which columns does not; add it there`);
  }
}

function insert(table: string, operation: Change["operation"], id: string, oldRow: string, newRow: string): string {
  return `INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
  SELECT ${text(table)}, ${id}, '${operation}', ${oldRow}, ${newRow}`;
}

function stamp({ table, revision, updatedAt }: ChangeTriggerOptions, key: string): string {
  const sets = [
    ...(revision === undefined ? [] : [`${name(revision)} = ${at("old", revision)} + 1`]),
    ...(updatedAt === undefined ? [] : [`${name(updatedAt)} = ${NOW}`]),
  ];
  if (sets.length === 0) return "";
  return `UPDATE ${name(table)} SET ${sets.join(", ")} WHERE ${name(key)} IS ${at("new", key)};\n  `;
}

/** The application's write must not fail for a key that is NULL or no text. */
function rowId(row: string, key: string): string {
  return `coalesce(CAST(${at(row, key)} AS TEXT), '')`;
}

function asJson(row: string, column: string, isJson: boolean): string {
  const value = at(row, column);
  const plain = `CASE typeof(${value}) WHEN 'blob' THEN hex(${value}) ELSE ${value} END`;
  return isJson ? `CASE WHEN json_valid(${value}) THEN json(${value}) ELSE ${plain} END` : plain;
}

function at(row: string, column: string): string {
  return `${row}.${name(column)}`;
}

function name(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

function text(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
