import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** A statement that reads rows, whatever another program has written into them. */
export interface RowQuery {
  all(...parameters: readonly SQLInputValue[]): readonly Row[];
  /** The first row. */
  get(...parameters: readonly SQLInputValue[]): Row | undefined;
}

/** A statement that writes. */
export interface Write {
  /** @returns how many rows it wrote */
  run(...parameters: readonly SQLInputValue[]): number;
}

/**
 * Prepares a statement that reads. `node:sqlite` throws on an integer that no JavaScript number holds, and the list
 * around it is lost. Here such an integer stays a bigint, which the row's schema then refuses by itself (S18.3). The
 * statement is read to its end at once: an open one would hold the connection at an old state of the database, and with
 * it the relay. So a query needs a `LIMIT`.
 */
export function prepareRows(database: DatabaseSync, sql: string): RowQuery {
  const statement = prepare(database, sql);
  return {
    all: (...parameters) => statement.all(...parameters).map(withNumbers),
    get(...parameters) {
      const row = statement.get(...parameters);
      return row && withNumbers(row);
    },
  };
}

/**
 * Prepares a statement that writes. `node:sqlite` reads the connection's last rowid with every write and throws when no
 * JavaScript number holds it, although the row is written. One row with such a rowid, which another program can choose,
 * would fail all writes after it (S18.3).
 */
export function prepareWrite(database: DatabaseSync, sql: string): Write {
  const statement = prepare(database, sql);
  return { run: (...parameters) => Number(statement.run(...parameters).changes) };
}

/** However the application opened its connection, rows come as objects. */
function prepare(database: DatabaseSync, sql: string): StatementSync {
  const statement = database.prepare(sql);
  statement.setReadBigInts(true);
  // Node before 24 has no rows in arrays.
  statement.setReturnArrays?.(false);
  return statement;
}

/** Writes into the row itself: nobody else has it yet. */
function withNumbers(row: Record<string, SQLOutputValue>): Row {
  for (const [column, value] of Object.entries(row)) {
    // The nearest number of an integer beyond 2^53-1 is beyond it as well.
    if (typeof value === "bigint" && Number.isSafeInteger(Number(value))) row[column] = Number(value);
  }
  return row;
}
