import type { DatabaseSync } from "node:sqlite";
import type { Fault } from "@tidings/admission/http";
import { isBusy } from "@tidings/admission/sqlite";

const BUSY_SNAPSHOT = 517;

/**
 * Makes a check that writes over the connection that the relay and the routes use: the relay's cursor, to where it
 * stands. Reading alone would not notice a full or read-only disk, nor a connection that an open statement holds at an
 * old state of the database. It is not synced to the disk, and costs some 50 us.
 *
 * @returns a function that answers why nothing can be written, or undefined; also while another process holds the
 *   database, which is usual and passes
 */
export function probeWrites(database: DatabaseSync): () => Fault | undefined {
  return () => {
    try {
      // Another process's transaction is no fault of ours: it is not waited for.
      database.exec("PRAGMA busy_timeout = 0; PRAGMA synchronous = NORMAL");
      database.exec("UPDATE relay_cursor SET change_id = change_id");
      return undefined;
    } catch (error) {
      if (isSnapshotTooOld(error)) {
        return {
          reason: "The database connection is held at an old state",
          detail: "a statement of this process stays open, so that the relay sees nothing new: restart the server",
        };
      }
      if (isBusy(error)) return undefined;
      return {
        reason: "The database cannot be written",
        detail: error instanceof Error ? error.message : String(error),
      };
    } finally {
      database.exec("PRAGMA busy_timeout = 100; PRAGMA synchronous = FULL");
    }
  };
}

function isSnapshotTooOld(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === BUSY_SNAPSHOT;
}
