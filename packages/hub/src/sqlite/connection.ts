import { realpathSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { isBusy } from "./failure.ts";
import { prepare, toInteger } from "./statement.ts";

/**
 * Milliseconds for which the process stands still while another connection writes. Short: the log tries again for much
 * longer without standing still.
 */
const STANDSTILL_MS = 20;
/** The same while a log is opened, when nobody is served yet. */
const OPENING_MS = 5000;
const WAL_BYTES = 64 * 1024 * 1024;

/** Opens a file for the log alone: its commits cost no sync to the disk, and {@link adoptConnection} puts it into WAL mode. */
export function openFile(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: STANDSTILL_MS });
  try {
    database.exec(`PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = ${WAL_BYTES}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Sets what is safe to set on the application's own connection: SQLite's default journal, which nobody chose, becomes
 * WAL. How durable the application's own commits are is not touched.
 */
export function adoptConnection(database: DatabaseSync): void {
  if (journalMode(database) === "delete") useWal(database);
}

/** A file that somebody is using now keeps the journal that it has. */
function useWal(database: DatabaseSync): void {
  try {
    database.exec("PRAGMA journal_mode = WAL");
  } catch (error) {
    if (!isBusy(error)) throw error;
  }
}

/** Runs what opens a log: it waits for a database that another process is writing. */
export function patiently<T>(database: DatabaseSync, open: () => T): T {
  const timeout = toInteger(prepare(database, "PRAGMA busy_timeout").get()?.timeout);
  database.exec(`PRAGMA busy_timeout = ${Math.max(timeout, OPENING_MS)}`);
  try {
    return open();
  } finally {
    database.exec(`PRAGMA busy_timeout = ${timeout}`);
  }
}

export function journalMode(database: DatabaseSync): string {
  return String(prepare(database, "PRAGMA journal_mode").get()?.journal_mode);
}

/** The file behind a database, without symbolic links; undefined for one in memory. */
export function fileOf(database: DatabaseSync): string | undefined {
  const main = prepare(database, "PRAGMA database_list")
    .all()
    .find(({ name }) => name === "main");
  const file = String(main?.file ?? "");
  return file === "" ? undefined : realpathSync(file);
}

export function isOpen(database: DatabaseSync): boolean {
  try {
    // Node before 22.15 has no `isOpen`.
    database.exec("");
    return true;
  } catch {
    return false;
  }
}

/** Whether somebody began a transaction on this connection and has not ended it. */
export function isInTransaction(database: DatabaseSync): boolean {
  // Node before 22.16 has no `isTransaction`.
  if (typeof database.isTransaction === "boolean") return database.isTransaction;
  try {
    database.exec("BEGIN; ROLLBACK");
    return false;
  } catch {
    return true;
  }
}
