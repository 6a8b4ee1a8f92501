import type { DatabaseSync, StatementSync } from "node:sqlite";

/**
 * Prepares a statement that can read every integer. By default node:sqlite throws at one beyond 2^53-1, and whoever
 * puts one into a table would stop the log. Writes need it too: with each node:sqlite reads the last rowid of the
 * connection, which may be one of the application's.
 */
export function prepare(database: DatabaseSync, sql: string): StatementSync {
  const statement = database.prepare(sql);
  statement.setReadBigInts(true);
  // Node before 24 has no rows in arrays; since then a connection may have been opened for them.
  statement.setReturnArrays?.(false);
  return statement;
}

/** An integer of a row; one that JavaScript cannot hold becomes the nearest that it can. */
export function toInteger(value: unknown): number {
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, Number(value)));
}
