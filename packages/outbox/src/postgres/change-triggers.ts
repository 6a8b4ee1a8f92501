import type { Change } from "../change.ts";

/** Which changes of a table are recorded. */
export interface ChangeTriggerOptions {
  /** The table. The relay finds mappers and reactions by this name. */
  readonly table: string;
  /** The schema of the table. Default: the first of the `search_path` that has it. */
  readonly schema?: string | undefined;
  /** The column that names a row. Default `id`. */
  readonly key?: string | undefined;
  /** The columns that a change carries. An update of other columns is no change. JSON comes as JSON. */
  readonly columns: readonly string[];
  /** Those of the columns that hold JSON as text. Default none; columns of the types json and jsonb need not be named. */
  readonly json?: readonly string[] | undefined;
  /** Which operations are recorded. Default all three. */
  readonly operations?: readonly Change["operation"][] | undefined;
  /**
   * An integer column that a trigger increments with each change, whichever program makes it, so that readers know
   * which of two states is newer (D6.1). A change carries it like the other columns. Default none.
   */
  readonly revision?: string | undefined;
  /**
   * A text or timestamptz column into which a trigger writes the time of each change. A change carries it too. Default
   * none.
   */
  readonly updatedAt?: string | undefined;
}

const NOW = `to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const OPERATIONS: readonly Change["operation"][] = ["INSERT", "UPDATE", "DELETE"];

/**
 * Returns the SQL of the triggers that record a table's changes: each insert, update and delete adds one row to
 * `changes` in its own transaction, whichever program makes it (D14.1). They replace those of an earlier call for the
 * same table, so that the SQL can be run at every start. `POSTGRES_CHANGE_TABLES` has to be run before.
 *
 * No value makes the write fail (D14.8): a value that JSON cannot express is recorded as its text. A missing right does
 * not make it fail either: the triggers' functions run as their owner, in the `search_path` in which they were created.
 * TRUNCATE calls no row triggers, so use DELETE if the deletions should be published.
 *
 * Running it fails before anything is changed if the table or a column does not exist.
 *
 * @throws TypeError for an empty name, no column, or a `json` column that is not among the columns
 * @example
 * await pool.query(changeTriggers({ table: "orders", columns: ["id", "status", "user_id"], revision: "revision" }));
 */
export function changeTriggers(options: ChangeTriggerOptions): string {
  const { table, schema, key = "id", columns, json = [], operations = OPERATIONS, revision, updatedAt } = options;
  check(options);
  const counted = [revision, updatedAt].filter((column) => column !== undefined);
  const carried = [...columns, ...counted.filter((column) => !columns.includes(column))];
  const watched = columns.filter((column) => !counted.includes(column));
  const target = schema === undefined ? name(table) : `${name(schema)}.${name(table)}`;
  const rowOf = (row: string) => {
    const values = carried.map((column) => {
      const value = `${row}.${name(column)}`;
      return `${json.includes(column) ? `tidings_json(${value}::text)` : value} AS ${name(column)}`;
    });
    return `(SELECT to_json(carried) FROM (SELECT ${values.join(", ")}) carried)`;
  };
  // Compared as text, because some types, for example json, cannot be compared.
  const listOf = (row: string) => `(${watched.map((column) => `${row}.${name(column)}::text`).join(", ")})`;
  const rows: Record<Change["operation"], readonly [id: string, oldRow: string, newRow: string]> = {
    INSERT: ["NEW", "NULL", rowOf("NEW")],
    UPDATE: ["NEW", rowOf("OLD"), rowOf("NEW")],
    DELETE: ["OLD", rowOf("OLD"), "NULL"],
  };
  const isChange = `WHEN (${listOf("OLD")} IS DISTINCT FROM ${listOf("NEW")})`;

  function trigger(suffix: string, event: string, body: string, when = ""): string {
    const named = name(shortened(`tidings_${table}_${suffix}`));
    return `CREATE OR REPLACE FUNCTION ${named}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path FROM CURRENT AS ${text(`BEGIN\n${body}\nEND`)};
CREATE OR REPLACE TRIGGER ${named} ${event} ON ${target} FOR EACH ROW ${when} EXECUTE FUNCTION ${named}();
`;
  }
  const drop = (suffix: string) =>
    `DROP TRIGGER IF EXISTS ${name(shortened(`tidings_${table}_${suffix}`))} ON ${target};\n`;

  const look = [...new Set([key, ...carried])].map(name).join(", ");
  const stamps = [
    ...(revision === undefined ? [] : [`NEW.${name(revision)} := OLD.${name(revision)} + 1;`]),
    ...(updatedAt === undefined ? [] : [`NEW.${name(updatedAt)} := ${NOW};`]),
  ];
  // Triggers run in the order of their names. This one runs after the application's own, which may still change the
  // row.
  const stamp =
    stamps.length === 0 ? drop(STAMP) : trigger(STAMP, "BEFORE UPDATE", `${stamps.join("\n")}\nRETURN NEW;`, isChange);
  const written = OPERATIONS.map((operation) => {
    const suffix = operation.toLowerCase();
    if (!operations.includes(operation)) return drop(suffix);
    const [row, oldRow, newRow] = rows[operation];
    const id = `coalesce(${row}.${name(key)}::text, '')`;
    const body = `INSERT INTO changes (table_name, row_id, operation, old_row, new_row)
VALUES (${text(table)}, ${id}, '${operation}', ${oldRow}, ${newRow});
RETURN NULL;`;
    return trigger(suffix, `AFTER ${operation}`, body, operation === "UPDATE" ? isChange : "");
  });
  return `SELECT ${look} FROM ${target} LIMIT 0;\n${stamp}${written.join("")}`;
}

const STAMP = "zz_stamp";
/** The most bytes of a name. PostgreSQL cuts longer ones, and two names could become the same. */
const MAX_NAME = 63;

/** Two tables with long names must not share their functions. */
function shortened(identifier: string): string {
  if (Buffer.byteLength(identifier) <= MAX_NAME) return identifier;
  throw new TypeError(`changeTriggers: ${identifier} is longer than the ${MAX_NAME} bytes of a name; rename the table`);
}

function check({ table, schema, key = "id", columns, json = [], revision, updatedAt }: ChangeTriggerOptions): void {
  const names = [table, schema ?? "s", key, ...columns, revision ?? "r", updatedAt ?? "u"];
  if (names.some((one) => typeof one !== "string" || one === "" || one.includes("\0"))) {
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

function name(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** A literal that is right however the server reads backslashes. */
function text(value: string): string {
  const quoted = `'${value.replaceAll("'", "''")}'`;
  return quoted.includes("\\") ? ` E${quoted.replaceAll("\\", "\\\\")}` : quoted;
}
