import { notesStream } from "@tidings/contracts/testing";
import { createHub, publication } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createPostgresLog } from "@tidings/hub/postgres";
import { createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { ChangeMapper } from "../change.ts";
import { createRelay, type RelayReport } from "../relay.ts";
import {
  changeTriggers,
  createPostgresChangeSource,
  createPostgresDeadLetters,
  POSTGRES_CHANGE_TABLES,
  type PostgresChangeSourceOptions,
  watchChanges,
} from "./index.ts";

let database: PostgresDatabase;
beforeAll(async () => {
  database = await createPostgresDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const INF = Number.POSITIVE_INFINITY;

/** A database whose relay cannot publish items until its mapper is mended. */
async function setUp(options: Omit<PostgresChangeSourceOptions, "pool" | "log"> = {}) {
  const { pool } = await database.openSchema();
  await pool.query(POSTGRES_CHANGE_TABLES);
  await pool.query("CREATE TABLE items (id text PRIMARY KEY)");
  await pool.query(changeTriggers({ table: "items", columns: ["id"] }));
  const log = await createPostgresLog({ pool });
  const hub = createHub({ log });
  const heard: string[] = [];
  await log.subscribe(notesStream.topic("t").name, ({ data }) => heard.push(JSON.parse(data).text));
  const reports: RelayReport[] = [];
  let mended = false;
  const mapper: ChangeMapper = ({ rowId }) => {
    if (!mended && rowId.startsWith("bad")) throw new Error("cannot be mapped\0");
    return [publication(notesStream.topic("t"), { event: "note", data: { text: rowId } })];
  };
  const relay = createRelay({
    source: createPostgresChangeSource({ log, ...options }),
    publishAll: hub.publishAll,
    mappers: { items: mapper },
    onReport: (report) => reports.push(report),
    retryMs: 10,
  });
  onTestFinished(async () => {
    await relay.close();
    await hub.close();
  });
  return {
    pool,
    log,
    relay,
    heard,
    reports,
    deadLetters: createPostgresDeadLetters(pool),
    insert: (...ids: string[]) => pool.query("INSERT INTO items SELECT * FROM unnest($1::text[])", [ids]),
    mend: () => {
      mended = true;
    },
  };
}

it("D14.2: a change that becomes visible after newer ones is relayed, too", async () => {
  const { pool, relay, heard, insert } = await setUp();
  const slow = await pool.connect();
  try {
    await slow.query("BEGIN; INSERT INTO items VALUES ('slow')");
    await insert("quick");
    await relay.catchUp();
    expect(heard).toEqual(["quick"]);
    await slow.query("COMMIT");
  } finally {
    slow.release();
  }
  await relay.catchUp();
  expect(heard).toEqual(["quick", "slow"]);
  expect((await pool.query("SELECT FROM changes")).rowCount).toBe(0);
});

it("D14.2: while another process relays nothing is taken twice, and the relay looks again by itself", async () => {
  const { pool, relay, heard, insert } = await setUp();
  await insert("1");
  const other = await pool.connect();
  try {
    await other.query("BEGIN; SELECT pg_advisory_xact_lock('changes'::regclass::oid::bigint)");
    await relay.catchUp();
    expect(heard).toEqual([]);
    await other.query("COMMIT");
  } finally {
    other.release();
  }
  await expect.poll(() => heard).toEqual(["1"]);
});

it("D14.4: a log that fails takes nothing out of the line, and leaves no event", async () => {
  const { pool, log, relay, heard, reports, insert } = await setUp();
  const start = await log.head();
  await pool.query("ALTER TABLE event_log_1 ADD CONSTRAINT full_disk CHECK (false)");
  await insert("1", "2");
  await relay.catchUp();
  expect(reports[0]).toMatchObject({ type: "failed", error: { code: "log_failed" } });
  expect((await pool.query("SELECT FROM changes")).rowCount).toBe(2);
  expect(await log.head()).toEqual(start);
  await pool.query("ALTER TABLE event_log_1 DROP CONSTRAINT full_disk");
  await expect.poll(() => heard).toEqual(["1", "2"]);
});

it("D7.3: with a log elsewhere, what a crash repeats is published once", async () => {
  const { pool, insert } = await setUp();
  const log = createMemoryLog();
  const hub = createHub({ log });
  onTestFinished(() => hub.close());
  await insert("1", "2");
  let crashes = 1;
  const relay = createRelay({
    source: createPostgresChangeSource({ pool }),
    mappers: {
      items: ({ rowId }) => [publication(notesStream.topic("t"), { event: "note", data: { text: rowId } })],
    },
    retryMs: 1,
    async publishAll(publications) {
      await hub.publishAll(publications);
      crashes -= 1;
      if (crashes >= 0) throw new Error("a crash before the commit");
    },
  });
  await relay.catchUp();
  await expect.poll(async () => (await pool.query("SELECT FROM changes")).rowCount).toBe(0);
  await relay.close();
  expect((await log.head()).sequence).toBe(2);
});

it("D14.5: a reaction is called once a change, whatever order their numbers come in and however often a batch fails", async () => {
  const { pool } = await setUp();
  await pool.query("INSERT INTO changes (id, table_name, row_id, operation) VALUES (9, 'items', 'late', 'DELETE')");
  const reacted: string[] = [];
  let failures = 2;
  const relay = createRelay({
    source: createPostgresChangeSource({ pool }),
    mappers: { items: () => [publication(notesStream.topic("t"), { event: "note", data: { text: "x" } })] },
    reactions: { items: ({ rowId }) => void reacted.push(rowId) },
    retryMs: 1,
    async publishAll() {
      failures -= 1;
      if (failures >= 0) throw new Error("not now");
    },
  });
  await relay.catchUp();
  await expect.poll(async () => (await pool.query("SELECT FROM changes")).rowCount).toBe(0);
  await pool.query("INSERT INTO changes (id, table_name, row_id, operation) VALUES (8, 'items', 'early', 'DELETE')");
  await relay.catchUp();
  await relay.close();
  expect(reacted).toEqual(["late", "early"]);
});

it("watching finds what other programs commit, and stops", async () => {
  const { pool, relay, heard, insert } = await setUp();
  const stop = watchChanges(pool, relay.catchUp, 5);
  await insert("1");
  await expect.poll(() => heard).toEqual(["1"]);
  stop();
  stop();
});

describe("dead letters", () => {
  it("D14.3: are put aside with their reason, and the changes around them go on", async () => {
    const { relay, heard, reports, insert, deadLetters } = await setUp();
    await insert("a", "bad 1", "b", "bad 2", "bad 3");
    await relay.catchUp();
    expect(heard).toEqual(["a", "b"]);
    expect(reports.map(({ type }) => type)).toEqual(["dead", "dead", "dead"]);
    const [newest, next] = await deadLetters.list({ limit: 2 });
    expect(newest).toMatchObject({
      change: { table: "items", rowId: "bad 3", operation: "INSERT", newRow: { id: "bad 3" } },
      reason: "cannot be mapped\ufffd",
      failedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    expect(await deadLetters.list({ before: next?.change.id })).toMatchObject([{ change: { rowId: "bad 1" } }]);
  });

  it("D14.7: one that is tried again comes once its mapper is mended; one that is dropped is gone; others say so", async () => {
    const { relay, heard, insert, deadLetters, mend } = await setUp();
    await insert("bad 1", "bad 2");
    await relay.catchUp();
    const [second, first] = await deadLetters.list();
    mend();
    expect(await deadLetters.retry(first?.change.id ?? 0)).toBe(true);
    expect(await deadLetters.drop(second?.change.id ?? 0)).toBe(true);
    for (const one of [first, second]) {
      expect(await deadLetters.retry(one?.change.id ?? 0)).toBe(false);
      expect(await deadLetters.drop(one?.change.id ?? 0)).toBe(false);
    }
    await relay.catchUp();
    expect(heard).toEqual(["bad 1"]);
    expect(await deadLetters.list()).toEqual([]);
  });

  it("D14.6: the newest are kept, for a time, and what is deleted is reported", async () => {
    const forgotten: number[] = [];
    const { pool, relay, insert, deadLetters } = await setUp({
      keepDead: 2,
      onForget: (count) => forgotten.push(count),
    });
    await insert("bad 1", "bad 2", "bad 3");
    await relay.catchUp();
    const rows = async () => (await deadLetters.list()).map(({ change }) => change.rowId);
    expect(await rows()).toEqual(["bad 3", "bad 2"]);
    await pool.query("UPDATE dead_changes SET failed_at = failed_at - interval '91 days' WHERE row_id = 'bad 3'");
    await insert("bad 4");
    await relay.catchUp();
    expect(await rows()).toEqual(["bad 4"]);
    expect(forgotten).toEqual([1, 2]);
  });
});

it("D28.1: of Infinity dead letters, and for Infinity milliseconds, all are kept; of 0 none", async () => {
  const [all, none] = [await setUp({ keepDead: INF, keepDeadMs: INF }), await setUp({ keepDead: 0 })];
  for (const { relay, insert } of [all, none]) {
    await insert("bad 1", "bad 2");
    await relay.catchUp();
  }
  expect(all.reports.map(({ type }) => type)).toEqual(["dead", "dead"]);
  expect(await all.deadLetters.list({ limit: INF })).toHaveLength(2);
  expect(await none.deadLetters.list()).toEqual([]);
});

it.each<PostgresChangeSourceOptions>([{}, { pool: undefined, log: undefined }])(
  "is given a place in words: %j",
  (options) => {
    expect(() => createPostgresChangeSource(options)).toThrow("either { log }");
  },
);
