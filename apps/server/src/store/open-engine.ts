import type { Config } from "../config.ts";
import type { Engine, EngineReports } from "./engine.ts";
import { openSqliteEngine } from "./sqlite/sqlite-engine.ts";

/**
 * Opens the {@link Engine} that the configuration names: PostgreSQL with `DATABASE_URL`, else a SQLite file.
 *
 * @throws StartError that says what to change
 */
export async function openEngine(
  { dataDir, database, retention }: Pick<Config, "dataDir" | "database" | "retention">,
  reports: EngineReports,
): Promise<Engine> {
  if (database === undefined) return openSqliteEngine(dataDir, retention, reports);
  // Whoever has SQLite does not load the driver.
  const { openPostgresEngine } = await import("./postgres/postgres-engine.ts");
  return openPostgresEngine(database, retention, reports);
}
