import { once } from "node:events";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HubError } from "../error.ts";
import { createSqliteLog } from "./sqlite-log.ts";

let directory: string;
let file: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tidings-open-"));
  file = join(directory, "log.db");
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const note = [{ topic: "a", event: "note", data: "1" }];
const pragma = (database: DatabaseSync, name: string) =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];

function refusalOf(open: () => unknown): HubError {
  try {
    open();
  } catch (error) {
    if (error instanceof HubError) return error;
    throw error;
  }
  throw new Error("it was opened");
}

describe("opening", () => {
  it("a file is made and put into WAL mode", async () => {
    const log = createSqliteLog({ file });
    await log.append(note);
    expect(existsSync(`${file}-wal`)).toBe(true);
    await log.close();
    const database = new DatabaseSync(file);
    expect(pragma(database, "journal_mode")).toBe("wal");
    database.close();
  });

  it("the application's database gets WAL for SQLite's default, and keeps how it syncs and how long it waits", async () => {
    const database = new DatabaseSync(file, { timeout: 123 });
    const log = createSqliteLog({ database });
    await log.append(note);
    expect(pragma(database, "journal_mode")).toBe("wal");
    expect(pragma(database, "synchronous")).toBe(2);
    expect(pragma(database, "busy_timeout")).toBe(123);
    await log.close();
    expect(database.isOpen).toBe(true);
    database.close();
  });

  it("a journal that the application chose stays", async () => {
    const database = new DatabaseSync(file);
    database.exec("PRAGMA journal_mode = TRUNCATE");
    const log = createSqliteLog({ database });
    await log.append(note);
    expect(pragma(database, "journal_mode")).toBe("truncate");
    await log.close();
    database.close();
  });

  it("the application may have its rows in arrays and its integers as bigints", async () => {
    const database = new DatabaseSync(file, { returnArrays: true, readBigInts: true });
    const log = createSqliteLog({ database, retention: { count: 1, perTopic: { count: 1 } } });
    const start = await log.head();
    const [position] = await log.append(note);
    expect(await log.head()).toEqual(position);
    expect((await log.read({ topics: ["a"], after: start, limit: 1 })).events).toHaveLength(1);
    expect(refusalOf(() => createSqliteLog({ file })).code).toBe("log_in_use");
    await log.close();
    database.close();
  });

  it("another thread is refused as another process is", async () => {
    const log = createSqliteLog({ file });
    const library = new URL("sqlite-log.ts", import.meta.url).href;
    const program = `
      import(${JSON.stringify(library)}).then(({ createSqliteLog }) => {
        createSqliteLog({ file: ${JSON.stringify(file)} });
      }).catch(({ code }) => require("node:worker_threads").parentPort.postMessage(code));`;
    const worker = new Worker(program, { eval: true });
    expect((await once(worker, "message"))[0]).toBe("log_in_use");
    await worker.terminate();
    await log.close();
  });

  it("a file of another kind is refused in words, with SQLite's reason, and left as it is", () => {
    writeFileSync(file, "this is not a database, and it is long enough to be looked at".repeat(20));
    const refusal = refusalOf(() => createSqliteLog({ file }));
    expect(refusal).toMatchObject({ code: "log_failed", cause: expect.objectContaining({ errcode: 26 }) });
    expect(refusal.message).toContain(file);
    expect(refusal.message).toMatch(/file is not a database; it is another kind of file/);
  });

  it("a directory that does not exist is named", () => {
    const missing = join(directory, "missing", "log.db");
    const refusal = refusalOf(() => createSqliteLog({ file: missing }));
    expect(refusal.code).toBe("log_failed");
    expect(refusal.message).toContain(missing);
    expect(refusal.message).toMatch(/make the directory/);
  });

  it("a database that may only be read is refused when it is opened, not at the first publish", () => {
    new DatabaseSync(file).close();
    const database = new DatabaseSync(file, { readOnly: true });
    const refusal = refusalOf(() => createSqliteLog({ database }));
    expect(refusal).toMatchObject({
      code: "log_failed",
      message: expect.stringMatching(/readonly database; let this/),
    });
    database.close();
  });

  it("tables of a newer version are refused in words", async () => {
    await createSqliteLog({ file }).close();
    const database = new DatabaseSync(file);
    database.exec("UPDATE event_log_state SET version = 9223372036854775807");
    database.close();
    expect(refusalOf(() => createSqliteLog({ file })).message).toMatch(
      /version 9007199254740991, .* knows 3: run the newer/,
    );
  });

  it("D23.1: tables of version 2 are brought up to date, with what they hold", async () => {
    const old = createSqliteLog({ file });
    const start = await old.head();
    await old.append(note);
    await old.close();
    const database = new DatabaseSync(file);
    database.exec("ALTER TABLE event_log DROP COLUMN except_connection; UPDATE event_log_state SET version = 2");
    database.close();
    for (const life of [1, 2]) {
      const log = createSqliteLog({ file });
      await log.append(note.map((event) => ({ ...event, exceptConnection: `c-${life}` })));
      const { events } = await log.read({ topics: note.map(({ topic }) => topic), after: start, limit: 10 });
      expect(events.map(({ exceptConnection }) => exceptConnection)).toEqual(
        [undefined, "c-1", "c-2"].slice(0, life + 1),
      );
      await log.close();
    }
  });

  it("after a refusal the file is free", async () => {
    mkdirSync(join(directory, "sub"));
    writeFileSync(file, "not a database".repeat(100));
    refusalOf(() => createSqliteLog({ file }));
    rmSync(file);
    const log = createSqliteLog({ file });
    await log.append(note);
    await log.close();
    chmodSync(file, 0o600);
    await createSqliteLog({ file }).close();
  });

  it("a database that was closed and opened again under a log does not keep the next one out", async () => {
    const database = new DatabaseSync(file);
    const first = createSqliteLog({ database });
    const [position] = await first.append(note);
    database.close();
    await expect(first.head()).resolves.toEqual(position);
    await expect(first.append(note)).rejects.toMatchObject({ code: "log_failed" });
    database.open();
    const second = createSqliteLog({ database });
    expect(await second.head()).toEqual(position);
    await second.append(note);
    await second.close();
    database.close();
  });
});
