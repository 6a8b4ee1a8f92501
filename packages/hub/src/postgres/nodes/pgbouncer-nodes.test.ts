import { askForService, createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createPostgresNodes, POSTGRES_NODE_TABLES } from "../index.ts";

let database: PostgresDatabase;
beforeAll(async () => {
  database = await createPostgresDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

it("D30: nodes know of each other through PgBouncer in transaction mode too", async () => {
  const pooler = new URL(await askForService("pgbouncer"));
  pooler.pathname = new URL(database.url).pathname;
  const pool = database.openPool({ connectionString: pooler.href, max: 4 });
  await pool.query(POSTGRES_NODE_TABLES);
  const [one, other] = [await createPostgresNodes({ pool }), await createPostgresNodes({ pool })];
  one.enter("chat", "ada");
  await one.settled();
  expect(await other.present("chat", ["ada"])).toEqual(new Set(["ada"]));
  expect(await other.all()).toHaveLength(2);
  const ran = await one.runAlone("reminders", async () => {
    expect(await other.runAlone("reminders", async () => {})).toBe(false);
  });
  expect(ran).toBe(true);
  await one.close();
  await other.close();
});
