import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Retention } from "../log/retention.ts";
import { createSqliteLog } from "./sqlite-log.ts";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

function open(retention: Retention) {
  const database = new DatabaseSync(":memory:");
  const log = createSqliteLog({ database, retention });
  const count = (table: string) => Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n);
  return { database, log, count };
}

const notes = (topics: readonly string[]) => topics.map((topic) => ({ topic, event: "note", data: "", key: topic }));

describe("what the tables keep", () => {
  it("D19.3, D19.4, D7.2: topics and keys used once are forgotten in the end, and a reader as old as that is told of a gap", async () => {
    const { log, count } = open({ count: 1000 });
    const start = await log.head();
    for (let batch = 0; batch < 250; batch += 1) {
      await log.append(notes(Array.from({ length: 1000 }, (_, index) => `once ${batch * 1000 + index + 1}`)));
    }
    expect(count("event_log")).toBeLessThan(1011);
    expect(count("event_log_topics")).toBeLessThan(102_000);
    expect(count("event_log_keys")).toBeLessThan(101_000);
    const gap = async (topic: string, sequence: number) =>
      (await log.read({ topics: [topic], after: { ...start, sequence }, limit: 1 })).gap;
    expect(await gap("once 200000", 199_999)).toBe(true);
    expect(await gap("once 200000", 200_000)).toBe(false);
    expect(await gap("never", 150_000)).toBe(false);
    expect(await gap("once 5", 4)).toBe(true);
    expect(await gap("never", 4)).toBe(true);
    // Used again after it was forgotten: what it lost then is not known any more, so it counts as lost.
    await log.append([{ topic: "once 5", event: "note", data: "" }]);
    expect(await gap("once 5", 4)).toBe(true);
    expect(await gap("once 5", 250_000)).toBe(false);
    await log.close();
  });

  it("D7.2: a key is remembered for 100,000 newer events", async () => {
    const { log } = open({ count: 10 });
    const start = await log.head();
    for (let part = 0; part < 110; part += 1) {
      await log.append(notes(Array.from({ length: 1000 }, (_, index) => `once ${part * 1000 + index + 1}`)));
    }
    expect(await log.append(notes(["once 10001"]))).toEqual([{ ...start, sequence: 10_001 }]);
    expect(await log.head()).toEqual({ ...start, sequence: 110_000 });
    await log.close();
  });

  it("D19.1: what expired is never answered, although one append removes only some of it", async () => {
    const { log, count } = open({ ageMs: 1000 });
    const start = await log.head();
    await log.append(notes(Array.from({ length: 3500 }, (_, index) => `a ${index}`)));
    vi.setSystemTime(Date.now() + 1001);
    await log.append([{ topic: "b", event: "note", data: "" }]);
    expect(count("event_log")).toBe(2501);
    expect((await log.read({ topics: ["a 3499"], after: start, limit: 1 })).gap).toBe(true);
    for (let more = 0; more < 3; more += 1) await log.append([{ topic: "b", event: "note", data: "" }]);
    expect(count("event_log")).toBe(4);
    await log.close();
  });

  it("D19.1: an age is counted by each event's own time, also when the clock is set back", async () => {
    const { log } = open({ ageMs: 1000 });
    const start = await log.head();
    await log.append([{ topic: "a", event: "note", data: "1" }]);
    vi.setSystemTime(Date.now() - 60_000);
    await log.append([{ topic: "a", event: "note", data: "2" }]);
    expect((await log.read({ topics: ["a"], after: start, limit: 9 })).events).toHaveLength(2);
    await log.close();
  });

  it("D19.2: a retention that became smaller is reached step by step", async () => {
    const { database, log, count } = open({});
    await log.append(notes(Array.from({ length: 5000 }, (_, index) => `a ${index}`)));
    await log.close();
    const next = createSqliteLog({ database, retention: { count: 10 } });
    for (let step = 0; step < 5; step += 1) await next.append([{ topic: "b", event: "note", data: "" }]);
    expect(count("event_log")).toBe(10);
    await next.close();
  });

  it("D19.4: what somebody deletes by hand is a gap too", async () => {
    const { database, log } = open({});
    const start = await log.head();
    await log.append([{ topic: "a", event: "note", data: "1" }]);
    database.exec("DELETE FROM event_log");
    expect((await log.read({ topics: ["a"], after: start, limit: 9 })).gap).toBe(true);
    expect((await log.read({ topics: ["b"], after: start, limit: 9 })).gap).toBe(false);
    await log.close();
  });
});
