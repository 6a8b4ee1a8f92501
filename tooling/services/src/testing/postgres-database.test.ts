import { expect, it } from "vitest";
import { createPostgresDatabase } from "./postgres-database.ts";

it("a connection that a test does not give back is named at the end, which does not wait for it", async () => {
  const database = await createPostgresDatabase();
  const { pool } = await database.openSchema();
  const kept = await pool.connect();
  await kept.query("BEGIN");
  await expect(database[Symbol.asyncDispose]()).rejects.toThrow(
    "1 of the connections that pool.connect() lent were not given back",
  );
});

it("a database ends in silence where all connections were given back, and where a query is under way", async () => {
  const database = await createPostgresDatabase();
  const { pool } = await database.openSchema();
  const given = await pool.connect();
  given.release();
  const interrupted = expect(pool.query("SELECT pg_sleep(60)")).rejects.toThrow();
  await pool.query("SELECT 1");
  await database[Symbol.asyncDispose]();
  await interrupted;
});
