import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { describeEventLog, describeLogInstances } from "../testing/suites.ts";
import { createSqliteLog } from "./sqlite-log.ts";

describeEventLog("sqlite, in memory", (retention) =>
  createSqliteLog({ database: new DatabaseSync(":memory:"), retention }),
);
describeEventLog("sqlite, a file of its own", (retention) =>
  createSqliteLog({ file: join(directory, `${crypto.randomUUID()}.db`), retention }),
);
describeLogInstances("sqlite, by file", "exclusive", () => {
  const file = join(directory, "log.db");
  return { open: () => createSqliteLog({ file }), remove() {} };
});
describeLogInstances("sqlite, by two connections", "exclusive", () => {
  const open = () => createSqliteLog({ database: new DatabaseSync(join(directory, "log.db")) });
  return { open, remove() {} };
});
describeLogInstances("sqlite, over one connection", "shared", () => {
  const database = new DatabaseSync(join(directory, "log.db"));
  return { open: () => createSqliteLog({ database }), remove: () => database.close() };
});

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tidings-log-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

it("D2.1: epoch, positions and events survive a restart", async () => {
  const file = join(directory, "log.db");
  const before = new DatabaseSync(file);
  const first = createSqliteLog({ database: before });
  const start = await first.head();
  await first.append([{ topic: "a", event: "note", data: "1", key: "k" }]);
  before.close();

  const after = new DatabaseSync(file);
  const second = createSqliteLog({ database: after });
  const page = await second.read({ topics: ["a"], after: start, limit: 10 });
  expect(page.events.map(({ data }) => data)).toEqual(["1"]);
  expect(await second.append([{ topic: "a", event: "note", data: "1", key: "k" }])).toEqual([await second.head()]);
  after.close();
});

it("D2.1: sequences do not start again after everything was trimmed", async () => {
  const file = join(directory, "log.db");
  const before = new DatabaseSync(file);
  const [position] = await createSqliteLog({ database: before, retention: { count: 0 } }).append([
    { topic: "a", event: "note", data: "1" },
  ]);
  before.close();
  const after = new DatabaseSync(file);
  expect(await createSqliteLog({ database: after }).head()).toEqual(position);
  after.close();
});

it("D4: trims by age, on reading too", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const log = createSqliteLog({ database: new DatabaseSync(":memory:"), retention: { ageMs: 1000 } });
  const start = await log.head();
  await log.append([{ topic: "a", event: "note", data: "1" }]);
  vi.setSystemTime(Date.now() + 1001);
  expect((await log.read({ topics: ["a"], after: start, limit: 1 })).gap).toBe(true);
  vi.useRealTimers();
});

it("an append that fails half way stores and delivers nothing", async () => {
  const database = new DatabaseSync(":memory:");
  const log = createSqliteLog({ database });
  const heard: string[] = [];
  await log.subscribe("a", ({ data }) => heard.push(data));
  const start = await log.head();
  database.exec(
    "CREATE TRIGGER refuse BEFORE INSERT ON event_log WHEN new.data = '2' BEGIN SELECT raise(ABORT, 'no'); END",
  );
  const event = { topic: "a", event: "note" };
  await expect(
    log.append([
      { ...event, data: "1" },
      { ...event, data: "2" },
    ]),
  ).rejects.toThrow();
  expect(heard).toEqual([]);
  expect((await log.read({ topics: ["a"], after: start, limit: 10 })).events).toEqual([]);
});

it.each([{}, { file: "x.db", database: new DatabaseSync(":memory:") }, { file: 5 }, { file: "" }, { file: null }])(
  "refuses %j, which names no one database",
  (options) => {
    expect(() => Reflect.apply(createSqliteLog, undefined, [options])).toThrow(
      expect.objectContaining({ code: "invalid_options" }),
    );
  },
);
