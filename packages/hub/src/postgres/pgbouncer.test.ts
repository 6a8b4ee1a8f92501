import { askForService, createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import type { Pool } from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { describeEventLog } from "../testing/suites.ts";
import { createPostgresLog } from "./index.ts";

let database: PostgresDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createPostgresDatabase();
  // The same database, by the pooler in front of it.
  const pooler = new URL(await askForService("pgbouncer"));
  pooler.pathname = new URL(database.url).pathname;
  pool = database.openPool({ connectionString: pooler.href, max: 4 });
});
afterAll(() => database[Symbol.asyncDispose]());

/** PgBouncer passes on no `search_path`, so each log has the database's only schema to itself. */
async function empty(): Promise<void> {
  await pool.query("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
}

describeEventLog("postgres, through PgBouncer in transaction mode", async (retention) => {
  await empty();
  return createPostgresLog({ pool, retention, listen: false });
});

it("D29.4: through PgBouncer alone the timer brings what other nodes store, and nothing brings the rest", async () => {
  await empty();
  const one = await createPostgresLog({ pool, listen: false });
  const other = await createPostgresLog({ pool, listen: false, pollMs: 10 });
  const heard: string[][] = [[], []];
  for (const [index, log] of [one, other].entries()) await log.subscribe("a", ({ data }) => heard[index]?.push(data));
  await one.broadcast([{ topic: "a", event: "note", data: "not stored" }]);
  await one.append([{ topic: "a", event: "note", data: "stored" }]);
  await vi.waitFor(() => expect(heard).toEqual([["not stored", "stored"], ["stored"]]), {
    timeout: 30_000,
    interval: 5,
  });
  await one.close();
  await other.close();
});
