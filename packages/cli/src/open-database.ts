import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { CliError, messageOf } from "./error.ts";

/** Milliseconds to wait for another program that is writing. */
const BUSY_MS = 5000;

/**
 * Opens an existing SQLite file. A misspelled path is refused, because SQLite would create an empty file.
 *
 * @throws CliError `not_found`, or `database_failed` if the file is not a database
 */
export function openDatabase(file: string, { readOnly = false }: { readonly readOnly?: boolean } = {}): DatabaseSync {
  if (!existsSync(file)) throw new CliError("not_found", `there is no file ${file}; give --database the path of one`);
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, { timeout: BUSY_MS, readOnly });
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    return database;
  } catch (error) {
    database?.close();
    throw new CliError("database_failed", `${file} cannot be opened as a SQLite database: ${messageOf(error)}`, error);
  }
}
