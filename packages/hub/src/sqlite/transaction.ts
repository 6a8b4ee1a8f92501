import type { DatabaseSync } from "node:sqlite";
import { isInTransaction, journalMode } from "./connection.ts";
import { prepare } from "./statement.ts";

/** Runs writes of the log on a connection that the application may use as well. */
export interface Transactions {
  /**
   * Runs `work` as one transaction, all or nothing; inside the application's own when one is open, and then what
   * `work` wrote is committed or rolled back with that.
   */
  run<T>(work: () => T): T;
  /** Inside `run`: takes back what `work` wrote when it throws, and nothing else. */
  attempt<T>(work: () => T): T;
}

const FULL = 2;

export function createTransactions(database: DatabaseSync): Transactions {
  const isWal = journalMode(database) === "wal";

  function savepoint<T>(name: string, work: () => T): T {
    database.exec(`SAVEPOINT ${name}`);
    try {
      const result = work();
      database.exec(`RELEASE ${name}`);
      return result;
    } catch (error) {
      // A full disk makes SQLite roll back everything by itself.
      if (isInTransaction(database)) database.exec(`ROLLBACK TO ${name}; RELEASE ${name}`);
      throw error;
    }
  }

  function transaction<T>(work: () => T): T {
    database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      database.exec("COMMIT");
      return result;
    } catch (error) {
      if (isInTransaction(database)) database.exec("ROLLBACK");
      throw error;
    }
  }

  /**
   * Not synced to the disk: after a power loss the tail of the log is missing, and positions in it are recognised (D2.3).
   * The application's own commits on this connection stay as durable as it made them.
   */
  function relaxed<T>(work: () => T): T {
    if (!isWal) return work();
    // Prepared anew: a prepared PRAGMA answers what the setting was when it was prepared.
    const level = Number(prepare(database, "PRAGMA synchronous").get()?.synchronous);
    if (level < FULL) return work();
    database.exec("PRAGMA synchronous = NORMAL");
    try {
      return work();
    } finally {
      database.exec(`PRAGMA synchronous = ${level}`);
    }
  }

  return {
    run(work) {
      if (isInTransaction(database)) return savepoint("tidings_log", work);
      return relaxed(() => transaction(work));
    },
    attempt: (work) => savepoint("tidings_append", work),
  };
}
