import { DatabaseSync } from "node:sqlite";
import { HubError } from "../error.ts";
import { isOpen } from "./connection.ts";
import { isBusy } from "./failure.ts";

/** Locks of this process, by file; the databases that they were taken for may be closed or gone by now. */
const held = new Map<string, { readonly lock: DatabaseSync; readonly of: WeakRef<DatabaseSync> }>();

/**
 * Makes a log the only one on its file. The lock is a transaction that is held open on a file of its own,
 * `<file>.lock`, so that the operating system frees it with the process, after `kill -9` too. Everybody may read and
 * write the database all the same.
 *
 * @returns A function that gives the file free; calling it twice is harmless.
 * @throws HubError `log_in_use` (D2.5)
 */
export function lockFile(file: string, database: DatabaseSync): () => void {
  const other = held.get(file);
  const holder = other?.of.deref();
  // Its database was closed before the log was: nobody uses that log any more.
  if (other !== undefined && (holder === undefined || !isOpen(holder))) release(file, other.lock);
  const lock = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    const where = held.has(file) ? "through another connection of this process" : "in another process or thread";
    throw new HubError(
      "log_in_use",
      `${file} is open as an event log ${where}, and one log at a time may write it: share that log, publish through ` +
        "the process that has it, or use an event log on a database server",
    );
  }
  held.set(file, { lock, of: new WeakRef(database) });
  return () => release(file, lock);
}

function release(file: string, lock: DatabaseSync): void {
  if (held.get(file)?.lock === lock) held.delete(file);
  if (isOpen(lock)) lock.close();
}
