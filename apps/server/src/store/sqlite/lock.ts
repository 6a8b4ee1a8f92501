import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { isBusy } from "@tidings/admission/sqlite";
import { StartError } from "../../start-error.ts";

/** Held while a server uses a data directory. */
export interface DirectoryLock {
  release(): void;
}

/**
 * Makes this process the only server on a directory, so that only its relay publishes. The lock is a transaction that
 * stays open on a separate file, so the operating system releases it when the process ends, even after `kill -9`. Other
 * processes may still write to the database.
 *
 * @throws StartError `data_dir_in_use`
 */
export function lockDirectory(directory: string): DirectoryLock {
  const database = new DatabaseSync(join(directory, "server.lock"), { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    throw new StartError("data_dir_in_use", [
      `another Tidings server is running on DATA_DIR ${directory}; stop it, or give this one another DATA_DIR and PORT`,
    ]);
  }
  return {
    release() {
      if (database.isOpen) database.close();
    },
  };
}
