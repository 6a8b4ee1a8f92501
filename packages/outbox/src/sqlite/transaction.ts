import type { DatabaseSync } from "node:sqlite";

/**
 * Runs `work` as one transaction, all or nothing. It takes the write lock at once, so that what `work` reads cannot
 * change before it writes. `work` must not await: the connection is shared.
 */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    // A full disk makes SQLite roll back by itself.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
