import type { DatabaseSync } from "node:sqlite";
import { prepareRows, prepareWrite, transaction } from "@tidings/outbox/sqlite";
import { StartError } from "../../start-error.ts";
import { type Migration, readMigrations } from "../read-migrations.ts";

/** Where the migrations are. */
export const MIGRATIONS = new URL("migrations/", import.meta.url);

/**
 * Applies the migrations that a database does not have yet, in order, each in a transaction of its own. Running it
 * again changes nothing.
 *
 * @throws StartError `data_dir_unusable` when the file was written by a newer server
 */
export function migrate(database: DatabaseSync, migrations: readonly Migration[] = readMigrations(MIGRATIONS)): void {
  database.exec(
    "CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL) STRICT",
  );
  const applied = Number(
    prepareRows(database, "SELECT max(version) AS version FROM schema_migrations").get()?.version ?? 0,
  );
  const newest = migrations.at(-1)?.version ?? 0;
  if (applied > newest) {
    throw new StartError("data_dir_unusable", [
      `the database is of schema ${applied}, this server knows ${newest}; run the newer server or another DATA_DIR`,
    ]);
  }
  const remember = prepareWrite(database, "INSERT INTO schema_migrations (version, applied_at) VALUES (?, ?)");
  for (const { version, sql } of migrations) {
    if (version <= applied) continue;
    transaction(database, () => {
      database.exec(sql);
      remember.run(version, new Date().toISOString());
    });
  }
}
