import { createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import { Pool } from "pg";
import { inject } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the servers of the tests keep their data. Default: SQLite. */
    readonly serverStore: "sqlite" | "postgres";
  }
}

/** One database for all test files of a process; it goes away with the run's PostgreSQL. */
let shared: Promise<PostgresDatabase> | undefined;
/** By data directory: a server that starts again on its directory finds its data. */
const urls = new Map<string, Promise<string>>();

/** The environment of a server on a data directory, in the store that this run is about. */
export async function storeEnvironment(dataDir: string): Promise<Readonly<Record<string, string>>> {
  if (!onPostgres()) return { DATA_DIR: dataDir };
  return { DATA_DIR: dataDir, DATABASE_URL: await databaseUrl(dataDir) };
}

/** Whether the servers of this run are on PostgreSQL. */
export function onPostgres(): boolean {
  return inject("serverStore") === "postgres";
}

/** The URL of a directory's schema, which is as empty as a new database at first. */
export function databaseUrl(dataDir: string): Promise<string> {
  const url = urls.get(dataDir) ?? makeSchema();
  urls.set(dataDir, url);
  return url;
}

async function makeSchema(): Promise<string> {
  shared ??= createPostgresDatabase();
  const { url, openSchema } = await shared;
  const { pool, schema } = await openSchema({ max: 1 });
  await pool.end();
  return `${url}?options=${encodeURIComponent(`-c search_path=${schema}`)}`;
}

/** Runs statements on a directory's schema by a connection of their own. */
export async function writeToPostgres(dataDir: string, statements: readonly string[]): Promise<void> {
  const pool = new Pool({ connectionString: await databaseUrl(dataDir), max: 1 });
  try {
    for (const statement of statements) await pool.query(statement);
  } finally {
    await pool.end();
  }
}
