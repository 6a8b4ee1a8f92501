import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventLog } from "../log/event-log.ts";
import { createSqliteLog } from "./sqlite-log.ts";

const LARGE = "9007199254740993";
const LARGEST = "9223372036854775807";

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tidings-large-"));
  file = join(directory, "log.db");
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

/** As anybody with the file may, while the log is running. */
function poison(sql: string) {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

async function worksWell(log: EventLog) {
  const heard: string[] = [];
  await log.subscribe("a", ({ data }) => heard.push(data));
  const start = await log.head();
  expect(Number.isSafeInteger(start.sequence)).toBe(true);
  const [known] = await log.append([{ topic: "a", event: "note", data: "again", key: "k" }]);
  expect(Number.isSafeInteger(known?.sequence)).toBe(true);
  const [position] = await log.append([{ topic: "a", event: "note", data: "new" }]);
  expect(Number.isSafeInteger(position?.sequence)).toBe(true);
  expect(await log.head()).toEqual(position);
  const { gap, events } = await log.read({ topics: ["a"], after: start, limit: 10 });
  expect({ gap, last: events.at(-1)?.data }).toEqual({ gap: false, last: "new" });
  expect(heard.at(-1)).toBe("new");
}

const poisons = [LARGE, LARGEST, "-9223372036854775808"].flatMap((integer) => [
  `INSERT INTO event_log (sequence, topic, event, data, at) VALUES (${integer}, 'a', 'note', 'foreign', 0)`,
  `UPDATE event_log SET expires_at = ${integer}`,
  `UPDATE event_log SET at = ${integer} WHERE sequence = 1`,
  `UPDATE event_log_keys SET sequence = ${integer}`,
  `UPDATE event_log_state SET stored = ${integer}`,
  `UPDATE event_log_topics SET stored = ${integer}`,
  `UPDATE event_log_lives SET starts_after = ${integer}`,
  `UPDATE sqlite_sequence SET seq = ${integer} WHERE name = 'event_log' AND ${integer} > 0`,
]);

describe("an integer that JavaScript cannot hold, written by somebody else", () => {
  it.each(poisons)("does not stop the running log: %s", async (sql) => {
    const log = createSqliteLog({ file, retention: { ageMs: 1e12, perTopic: { count: 1000 } } });
    await log.append([{ topic: "a", event: "note", data: "1", key: "k", expiresAt: 5 }]);
    poison(sql);
    await worksWell(log);
    await log.close();
  });

  it.each(poisons)("does not stop the next one: %s", async (sql) => {
    const first = createSqliteLog({ file });
    await first.append([{ topic: "a", event: "note", data: "1", key: "k", expiresAt: 5 }]);
    await first.close();
    poison(sql);
    const log = createSqliteLog({ file });
    await worksWell(log);
    await log.close();
  });

  it.each([`UPDATE event_log_topics SET trimmed = ${LARGE}`, `UPDATE event_log_state SET forgotten = ${LARGE}`])(
    "is a gap where it says what was trimmed, and gone with the next opening: %s",
    async (sql) => {
      const first = createSqliteLog({ file });
      const start = await first.head();
      await first.append([{ topic: "a", event: "note", data: "1" }]);
      poison(sql);
      const topics = sql.includes("topics") ? ["a"] : ["never used"];
      expect((await first.read({ topics, after: start, limit: 1 })).gap).toBe(true);
      await first.close();
      const log = createSqliteLog({ file });
      expect((await log.read({ topics, after: await log.head(), limit: 1 })).gap).toBe(false);
      await worksWell(log);
      await log.close();
    },
  );
});

it("no statement stays open after a page that ends early: the WAL can be emptied", async () => {
  const database = new DatabaseSync(file);
  const log = createSqliteLog({ database });
  const start = await log.head();
  await log.append(Array.from({ length: 50 }, (_, index) => ({ topic: "a", event: "note", data: String(index) })));
  expect((await log.read({ topics: ["a"], after: start, limit: 3 })).more).toBe(true);
  expect((await log.read({ topics: ["a"], after: start, limit: 40, maxLength: 1 })).more).toBe(true);
  const other = new DatabaseSync(file);
  expect(other.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get()).toEqual({ busy: 0, log: 0, checkpointed: 0 });
  other.close();
  await log.close();
  database.close();
});

it("a large rowid that the application inserts on the same connection does not stop the log", async () => {
  const database = new DatabaseSync(file);
  database.exec("CREATE TABLE mine (id INTEGER PRIMARY KEY) STRICT");
  const log = createSqliteLog({ database, retention: { count: 1, ageMs: 1e9, perTopic: { count: 1 } } });
  database.exec(`INSERT INTO mine VALUES (${LARGEST})`);
  const [first] = await log.append([{ topic: "a", event: "note", data: "1", key: "k" }]);
  await log.close();
  database.exec(`INSERT INTO mine VALUES (${LARGE})`);
  const next = createSqliteLog({ database });
  expect(await next.append([{ topic: "a", event: "note", data: "1", key: "k" }])).toEqual([first]);
  await next.append([{ topic: "a", event: "note", data: "2" }]);
  await next.close();
  database.close();
});
