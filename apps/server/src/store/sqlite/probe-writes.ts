import type { DatabaseSync } from "node:sqlite";
import type { Fault } from "@tidings/admission/http";
import { isBusy } from "@tidings/admission/sqlite";

const BUSY_SNAPSHOT = 517;

/**
 * Makes a check that writes through the connection of the relay and the routes. It sets the relay's cursor to its
 * current value. Reading alone would not notice a full or read-only disk, nor a connection that an open statement keeps
 * at an old state of the database. The write is not synced to the disk and takes about 50 us.
 *
 * @returns a function that returns why nothing can be written, or undefined if writing works. It also returns undefined
 *   while another process holds the database, which is normal and passes
 */
export function probeWrites(database: DatabaseSync): () => Fault | undefined {
  return () => {
    try {
      // Do not wait for another process's transaction, which is not a fault of this server.
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
