import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { DATABASE_FILE } from "../store/sqlite/open.ts";

const run = promisify(execFile);

const SCRIPT = `
const { DatabaseSync } = require("node:sqlite");
const [file, ...statements] = process.argv.slice(1);
const database = new DatabaseSync(file, { timeout: 5000, defensive: false });
for (const statement of statements) database.exec(statement);
database.close();
`;

/** Runs SQL on a server's database file in a process of its own, as an administrator with a shell would. */
export async function writeFromOutside(dataDir: string, ...statements: readonly string[]): Promise<void> {
  await run(process.execPath, ["-e", SCRIPT, join(dataDir, DATABASE_FILE), ...statements]);
}
