import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { DATABASE_FILE } from "../store/sqlite/open.ts";
import { onPostgres, writeToPostgres } from "./test-store.ts";

const run = promisify(execFile);

/** The statement after which the writer may set a status that there is not. */
export const withoutChecks = () =>
  onPostgres()
    ? "ALTER TABLE orders DROP CONSTRAINT orders_order_status_check"
    : "PRAGMA ignore_check_constraints = ON";

const SCRIPT = `
const { DatabaseSync } = require("node:sqlite");
const [file, ...statements] = process.argv.slice(1);
const database = new DatabaseSync(file, { timeout: 5000, defensive: false });
for (const statement of statements) database.exec(statement);
database.close();
`;

/**
 * Runs SQL on the database of a server, as an administrator with a shell would: on a file in a process of its own, on
 * PostgreSQL by a connection of its own.
 */
export async function writeFromOutside(dataDir: string, ...statements: readonly string[]): Promise<void> {
  if (onPostgres()) return writeToPostgres(dataDir, statements);
  await run(process.execPath, ["-e", SCRIPT, join(dataDir, DATABASE_FILE), ...statements]);
}
