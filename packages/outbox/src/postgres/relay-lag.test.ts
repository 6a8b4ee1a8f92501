import { createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createPostgresRelayLag, POSTGRES_CHANGE_TABLES } from "./index.ts";
import { COUNTED } from "./relay-lag.ts";

let database: PostgresDatabase;
beforeAll(async () => {
  database = await createPostgresDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

async function setUp() {
  const { pool } = await database.openSchema();
  await pool.query(POSTGRES_CHANGE_TABLES);
  return { pool, lag: createPostgresRelayLag(pool) };
}

it("is the number of changes that wait, and the age of the oldest", async () => {
  const { pool, lag } = await setUp();
  expect(await lag()).toEqual({ changes: 0, seconds: 0 });
  await pool.query(`INSERT INTO changes (id, table_name, row_id, operation, at) VALUES
    (7, 'orders', 'b', 'DELETE', now() - interval '1 hour'), (9, 'orders', 'c', 'DELETE', now())`);
  const { changes, seconds } = await lag();
  expect(changes).toBe(2);
  expect(seconds).toBeGreaterThanOrEqual(3600);
  // Another program's time to come is no negative age.
  await pool.query("UPDATE changes SET at = now() + interval '1 day'");
  expect((await lag()).seconds).toBe(0);
});

it("S17.2: counts no more changes than it takes to know that there are many", async () => {
  const { pool, lag } = await setUp();
  await pool.query(`INSERT INTO changes (table_name, row_id, operation)
    SELECT 'orders', n, 'DELETE' FROM generate_series(1, ${COUNTED + 500}) n`);
  expect((await lag()).changes).toBe(COUNTED);
});
