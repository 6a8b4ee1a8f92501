import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StartError } from "../../start-error.ts";
import { installRowTriggers } from "./install-row-triggers.ts";
import { type DirectoryLock, lockDirectory } from "./lock.ts";
import { migrate } from "./migrate.ts";
import { recountOrders } from "./recount-orders.ts";

/** The file in the data directory that holds rows, changes and the event log. */
export const DATABASE_FILE = "tidings.db";

/** An open store. */
export interface SqliteStore {
  readonly database: DatabaseSync;
  /** Closes the file and releases the directory. Calling it twice is harmless. */
  close(): void;
}

/**
 * Opens the store in a directory, which is made if it is missing, and brings its tables up to date.
 *
 * @throws StartError `data_dir_unusable` or `data_dir_in_use`
 */
export function openStore(directory: string): SqliteStore {
  let lock: DirectoryLock | undefined;
  try {
    // It holds password hashes, so only this user's processes may read it.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    lock = lockDirectory(directory);
    const database = openDatabase(join(directory, DATABASE_FILE));
    return { database, close: closer(database, lock) };
  } catch (error) {
    lock?.release();
    if (error instanceof StartError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new StartError(
      "data_dir_unusable",
      [`DATA_DIR ${directory} cannot be used (${why}); point it at a directory that this user may write`],
      { cause: error },
    );
  }
}

/** Opens one database file as the server needs it, migrated. */
export function openDatabase(file: string): DatabaseSync {
  // Waiting for another process's write blocks the event loop. So wait only briefly here; `whenFree` tries again for
  // longer.
  const database = new DatabaseSync(file, { timeout: 100, enableForeignKeyConstraints: true });
  try {
    // FULL, because a row must survive a power loss once its writer got the answer. The event log syncs less often by
    // itself (D2.3).
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864");
    migrate(database);
    installRowTriggers(database);
    recountOrders(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function closer(database: DatabaseSync, lock: DirectoryLock): () => void {
  return () => {
    if (database.isOpen) database.close();
    lock.release();
  };
}
