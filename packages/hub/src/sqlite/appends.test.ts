import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventLog } from "../log/event-log.ts";
import { createSqliteLog } from "./sqlite-log.ts";

let directory: string;
let file: string;
let database: DatabaseSync;
let log: EventLog;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tidings-appends-"));
  file = join(directory, "log.db");
  database = new DatabaseSync(file);
  log = createSqliteLog({ database });
});
afterEach(async () => {
  await log.close();
  database.close();
  rmSync(directory, { recursive: true });
});

const note = (data: string) => [{ topic: "a", event: "note", data }];
const stored = () =>
  database
    .prepare("SELECT data FROM event_log ORDER BY sequence")
    .all()
    .map((row) => row.data);

describe("appends of one turn", () => {
  it("D1.3: share one transaction", async () => {
    let commits = 0;
    const { exec } = database;
    database.exec = (sql) => {
      if (sql === "COMMIT") commits += 1;
      exec.call(database, sql);
    };
    await Promise.all(Array.from({ length: 500 }, (_, index) => log.append(note(String(index)))));
    expect(commits).toBe(1);
    expect(stored()).toHaveLength(500);
  });

  it("D2.3: are not synced to the disk, and the application's own commits on the connection are as before", async () => {
    const levels: unknown[] = [];
    const { exec } = database;
    const level = () => database.prepare("PRAGMA synchronous").get()?.synchronous;
    database.exec = (sql) => {
      if (sql === "COMMIT") levels.push(level());
      exec.call(database, sql);
    };
    for (const own of ["FULL", "EXTRA", "NORMAL", "OFF"]) {
      exec.call(database, `PRAGMA synchronous = ${own}`);
      const before = level();
      await log.append(note(own));
      expect(level()).toBe(before);
    }
    expect(levels).toEqual([1, 1, 1, 0]);
  });

  it("D1.5: one that fails takes nothing of the others with it", async () => {
    database.exec(
      "CREATE TRIGGER refuse BEFORE INSERT ON event_log WHEN new.data = 'bad' BEGIN SELECT raise(ABORT, 'no'); END",
    );
    const heard: string[] = [];
    await log.subscribe("a", ({ data }) => heard.push(data));
    const outcomes = await Promise.allSettled([
      log.append(note("1")),
      log.append([...note("half"), ...note("bad")]),
      log.append(note("2")),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: { name: "HubError", code: "log_failed", cause: expect.any(Error) } });
    expect(heard).toEqual(["1", "2"]);
    expect(stored()).toEqual(["1", "2"]);
  });

  it("D1.5: a full disk is told as that, whatever SQLite rolled back by itself, and the next one succeeds", async () => {
    const pages = Number(database.prepare("PRAGMA page_count").get()?.page_count);
    database.exec(`PRAGMA max_page_count = ${pages + 2}`);
    const large = "x".repeat(100_000);
    const outcomes = await Promise.allSettled([log.append(note("1")), log.append(note(large))]);
    expect(outcomes[1]).toMatchObject({
      reason: { code: "log_failed", message: expect.stringMatching(/database or disk is full; make room/) },
    });
    await expect(log.append(note(large))).rejects.toThrow(/disk is full/);
    const heard: string[] = [];
    await log.subscribe("a", ({ data }) => heard.push(data));
    database.exec(`PRAGMA max_page_count = ${pages + 1000}`);
    await log.append(note("2"));
    expect(heard).toEqual(["2"]);
    expect(stored().at(-1)).toBe("2");
  });
});

describe("appends to a database that another connection holds", () => {
  let other: DatabaseSync;
  beforeEach(() => {
    other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE");
  });
  afterEach(() => {
    other.close();
  });

  it("D1.4: wait for it, and keep their order", async () => {
    const appended = Promise.all([log.append(note("1")), log.append(note("2"))]);
    await turn();
    const later = log.append(note("3"));
    other.exec("COMMIT");
    await Promise.all([appended, later]);
    expect(stored()).toEqual(["1", "2", "3"]);
  });

  it("D1.5: are rejected when it stays held, and what they say is true", async () => {
    await expect(log.append(note("1"))).rejects.toMatchObject({
      code: "log_failed",
      message: expect.stringMatching(/database is locked; another connection holds it/),
    });
    other.exec("COMMIT");
    expect(stored()).toEqual([]);
    await log.append(note("2"));
    expect(stored()).toEqual(["2"]);
  });

  it("D1.5: are rejected when the log is closed meanwhile, and nothing is stored later", async () => {
    const appended = expect(log.append(note("1"))).rejects.toMatchObject({ code: "closed" });
    await turn();
    await log.close();
    await appended;
    other.exec("COMMIT");
    log = createSqliteLog({ database });
    await log.append(note("2"));
    expect(stored()).toEqual(["2"]);
  });
});
