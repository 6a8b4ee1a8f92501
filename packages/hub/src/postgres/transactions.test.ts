import { notesStream } from "@tidings/contracts/testing";
import { createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { createHub } from "../hub.ts";
import { createPostgresLog } from "./index.ts";

let database: PostgresDatabase;
beforeAll(async () => {
  database = await createPostgresDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

async function setUp() {
  const { pool } = await database.openSchema({ max: 5 });
  await pool.query("CREATE TABLE items (id text PRIMARY KEY)");
  const log = await createPostgresLog({ pool });
  const hub = createHub({ log });
  onTestFinished(() => hub.close());
  const heard: string[] = [];
  await log.subscribe(notesStream.topic("t").name, ({ data }) => heard.push(JSON.parse(data).text));
  const publish = (text: string) => hub.publish(notesStream.topic("t"), { event: "note", data: { text } });
  return { pool, log, heard, publish };
}

it("D20.1: what is published in a transaction and not awaited is stored and delivered with it", async () => {
  const { pool, log, heard, publish } = await setUp();
  await log.transaction(async (queries) => {
    await queries.query("INSERT INTO items VALUES ('a')");
    void publish("a");
    void publish("b");
  });
  expect(heard).toEqual(["a", "b"]);
  expect((await pool.query("SELECT FROM items")).rowCount).toBe(1);
});

it("D20.2: a publication that fails fails its transaction, although nobody awaits it", async () => {
  const { pool, log, heard, publish } = await setUp();
  await pool.query("ALTER TABLE event_log_1 ADD CONSTRAINT full_disk CHECK (false)");
  const work = log.transaction(async (queries) => {
    await queries.query("INSERT INTO items VALUES ('a')");
    publish("a").catch(() => {});
  });
  await expect(work).rejects.toThrow("full_disk");
  expect((await pool.query("SELECT FROM items")).rowCount).toBe(0);
  expect(heard).toEqual([]);
});

it("D5.3: the position that is asked for in a transaction is read by its connection", async () => {
  const { log, publish } = await setUp();
  const { sequence: before } = await log.head();
  const inside = await log.transaction(async () => {
    await publish("a");
    // Nobody else sees the event yet.
    return log.head();
  });
  expect(inside.sequence).toBe(before + 1);
});
