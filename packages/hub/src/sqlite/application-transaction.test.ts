import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import { ordersStream } from "@tidings/contracts/orders";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createHub } from "../hub.ts";
import type { EventLog } from "../log/event-log.ts";
import { createSqliteLog } from "./sqlite-log.ts";

let directory: string;
let database: DatabaseSync;
let log: EventLog;
let heard: string[];
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "tidings-transaction-"));
  database = new DatabaseSync(join(directory, "app.db"));
  database.exec("CREATE TABLE orders (id TEXT)");
  log = createSqliteLog({ database });
  heard = [];
  await log.subscribe("a", ({ data }) => heard.push(data));
});
afterEach(async () => {
  await log.close();
  database.close();
  rmSync(directory, { recursive: true });
});

const note = (data: string) => [{ topic: "a", event: "note", data }];
const orders = () => database.prepare("SELECT id FROM orders").all().length;
const stored = () =>
  database
    .prepare("SELECT data FROM event_log ORDER BY sequence")
    .all()
    .map((row) => row.data);

describe("D20: publishing inside the application's transaction", () => {
  it.each(["BEGIN", "BEGIN IMMEDIATE", "SAVEPOINT mine"])(
    "D20.1: is delivered after its commit (%s)",
    async (begin) => {
      const start = await log.head();
      database.exec(begin);
      database.exec("INSERT INTO orders VALUES ('1')");
      const [position] = await log.append(note("1"));
      await turn();
      expect(heard).toEqual([]);
      expect(await log.head()).toEqual(start);
      expect((await log.read({ topics: ["a"], after: start, limit: 9 })).events).toEqual([]);
      database.exec(begin.startsWith("SAVEPOINT") ? "RELEASE mine" : "COMMIT");
      await expect.poll(() => heard).toEqual(["1"]);
      expect(await log.head()).toEqual(position);
      expect((await log.read({ topics: ["a"], after: start, limit: 9 })).events).toHaveLength(1);
    },
  );

  it.each(["BEGIN", "SAVEPOINT mine"])("D20.2: is gone with its rollback (%s)", async (begin) => {
    const start = await log.head();
    database.exec(begin);
    await log.append(note("never"));
    database.exec(begin.startsWith("SAVEPOINT") ? "ROLLBACK TO mine; RELEASE mine" : "ROLLBACK");
    const [next] = await log.append(note("1"));
    await turn();
    expect(heard).toEqual(["1"]);
    expect(stored()).toEqual(["1"]);
    expect(next?.sequence).toBe(start.sequence + 1);
    expect(await log.head()).toEqual(next);
  });

  it("D20.1: belongs to it although the call is not awaited before the end", async () => {
    database.exec("BEGIN");
    const rolledBack = log.append(note("never"));
    database.exec("ROLLBACK");
    database.exec("BEGIN");
    const committed = log.append(note("1"));
    database.exec("COMMIT");
    await Promise.all([rolledBack, committed]);
    await log.head();
    expect(stored()).toEqual(["1"]);
    expect(heard).toEqual(["1"]);
  });

  it("D20.1: other callers' events join a transaction that is held over an await, and come in log order", async () => {
    const before = log.append(note("before"));
    database.exec("BEGIN");
    database.exec("INSERT INTO orders VALUES ('1')");
    await log.append(note("mine"));
    const other = Promise.all([log.append(note("other 1")), log.append(note("other 2"))]);
    await turn();
    await Promise.all([before, other]);
    expect(heard).toEqual([]);
    database.exec("COMMIT");
    await log.append(note("after"));
    expect(heard).toEqual(["before", "mine", "other 1", "other 2", "after"]);
    expect(orders()).toBe(1);
  });

  it("D20.1: thousands of events of one transaction come once each, also when a listener asks the log meanwhile", async () => {
    await log.subscribe("a", () => {
      void log.head();
      void log.append([{ topic: "b", event: "note", data: "answer" }]);
    });
    const all = Array.from({ length: 2500 }, (_, index) => String(index));
    database.exec("BEGIN");
    await log.append(all.flatMap(note));
    database.exec("COMMIT");
    await log.head();
    expect(heard).toEqual(all);
    await log.append(note("last"));
    expect(heard.length).toBe(2501);
  });

  it("D20.1: an append that fails leaves the transaction as it was", async () => {
    database.exec(
      "CREATE TRIGGER refuse BEFORE INSERT ON event_log WHEN new.data = 'bad' BEGIN SELECT raise(ABORT, 'no'); END",
    );
    database.exec("BEGIN");
    database.exec("INSERT INTO orders VALUES ('1')");
    await log.append(note("1"));
    await expect(log.append([...note("2"), ...note("bad")])).rejects.toMatchObject({ code: "log_failed" });
    expect(database.isTransaction).toBe(true);
    database.exec("COMMIT");
    await log.head();
    expect(heard).toEqual(["1"]);
    expect(orders()).toBe(1);
  });

  it("D20.1: what joined a transaction is trimmed once that is committed, and heard before", async () => {
    await log.close();
    log = createSqliteLog({ database, retention: { count: 0 } });
    await log.subscribe("a", ({ data }) => heard.push(data));
    database.exec("BEGIN");
    await log.append(note("1"));
    database.exec("COMMIT");
    await log.append(note("2"));
    expect(heard).toEqual(["1", "2"]);
    expect(stored()).toEqual([]);
  });

  it("D20.1: a log that is closed while a transaction is open leaves it alone, and what it commits is kept", async () => {
    database.exec("BEGIN");
    await log.append(note("1"));
    await log.close();
    database.exec("COMMIT");
    await turn();
    expect(heard).toEqual([]);
    log = createSqliteLog({ database });
    expect(stored()).toEqual(["1"]);
    expect((await log.head()).sequence).toBe(1);
  });

  it("D20.1: what cannot be read when it is committed is delivered once it can, without anybody asking", async () => {
    database.exec("BEGIN");
    await log.append(note("1"));
    database.exec("COMMIT; ALTER TABLE event_log RENAME TO elsewhere");
    await expect(log.head()).rejects.toMatchObject({ code: "log_failed" });
    await turn();
    expect(heard).toEqual([]);
    database.exec("ALTER TABLE elsewhere RENAME TO event_log");
    await expect.poll(() => heard).toEqual(["1"]);
    await log.append(note("2"));
    expect(heard).toEqual(["1", "2"]);
  });

  it("D20.1: a database that is closed with a transaction open ends nothing but that", async () => {
    database.exec("BEGIN");
    await log.append(note("never"));
    database.close();
    await turn();
    await turn();
    await expect(log.append(note("1"))).rejects.toMatchObject({ code: "log_failed" });
    expect(heard).toEqual([]);
    database.open();
    await log.close();
    log = createSqliteLog({ database });
    expect(stored()).toEqual([]);
  });

  it("D20.3: an event that is not stored is no part of it", async () => {
    database.exec("BEGIN");
    await log.broadcast(note("typing"));
    expect(heard).toEqual(["typing"]);
    database.exec("ROLLBACK");
  });

  it("D20.2: a log is not opened inside a transaction, which could take its tables back", async () => {
    await log.close();
    database.exec("BEGIN");
    expect(() => createSqliteLog({ database })).toThrow(/inside a transaction/);
    database.exec("ROLLBACK");
    log = createSqliteLog({ database });
  });

  it("D20.4: a log with a connection of its own is no part of it, also where both use one file", async () => {
    await log.close();
    const apart = createSqliteLog({ file: join(directory, "app.db") });
    await apart.subscribe("a", ({ data }) => heard.push(data));
    database.exec("BEGIN");
    const [position] = await apart.append(note("1"));
    expect(heard).toEqual(["1"]);
    database.exec("ROLLBACK");
    expect(await apart.head()).toEqual(position);
    expect(stored()).toEqual(["1"]);
    await apart.close();
  });

  it("D20.1: hub.publish is a part of the transaction that was open when it was called", async () => {
    const hub = createHub({ log });
    const topic = ordersStream.topic("ada");
    const data = { order_id: "o", order_code: "ORD-A7X3B2", order_status: "Preparing", revision: 2 } as const;
    database.exec("BEGIN");
    const published = hub.publish(topic, { event: "order_status_update", data });
    database.exec("ROLLBACK");
    await published;
    expect(stored()).toEqual([]);
    database.exec("BEGIN");
    const kept = hub.publish(topic, { event: "order_status_update", data });
    database.exec("COMMIT");
    expect(await hub.head()).toBe(await kept);
  });
});
