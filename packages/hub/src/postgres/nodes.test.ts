import { createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import { Pool } from "pg";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { EventLog, NewEvent } from "../log/event-log.ts";
import { createMemoryBus } from "../memory/index.ts";
import {
  createPostgresLog,
  inTransaction,
  POSTGRES_LOG_TABLES,
  type PostgresLog,
  type PostgresLogOptions,
} from "./index.ts";
import { maintain } from "./maintenance.ts";

let database: PostgresDatabase;
beforeAll(async () => {
  database = await createPostgresDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const opened: EventLog[] = [];
afterEach(async () => {
  for (const log of opened.splice(0)) await log.close();
});

const note = (data: string, more: Partial<NewEvent> = {}): NewEvent => ({ topic: "a", event: "note", data, ...more });

/** A place for nodes: each has a pool of its own. */
async function openPlace() {
  const { pool, schema } = await database.openSchema();
  return {
    pool,
    async node(options: Partial<PostgresLogOptions> = {}) {
      const name = options.listen === false ? "silent" : schema;
      const own = database.openPool({ max: 5, options: `-c search_path=${schema}`, application_name: name });
      const log = await createPostgresLog({ pool: own, ...options });
      opened.push(log);
      const heard: string[] = [];
      await log.subscribe("a", ({ data }) => heard.push(data));
      log.onMissed(() => heard.push("missed"));
      return { log, heard, pool: own };
    },
    /** Cuts the connections that listen. */
    cutListeners: () =>
      pool.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE application_name = $1 AND (query LIKE 'LISTEN%' OR query LIKE 'NOTIFY%' OR query = 'SELECT')`,
        [schema],
      ),
  };
}

describe("between nodes", () => {
  it("D2.5: what one stores comes to the other by an announcement, long before its slow timer", async () => {
    const place = await openPlace();
    const one = await place.node({ pollMs: 3_600_000 });
    const other = await place.node({ pollMs: 3_600_000 });
    await one.log.append([note("1")]);
    await one.log.append([note("2")]);
    await expect.poll(() => other.heard).toEqual(["1", "2"]);
  });

  it("D2.5: where nobody listens the slow timer finds it", async () => {
    const place = await openPlace();
    const one = await place.node({ listen: false });
    const other = await place.node({ listen: false, pollMs: 10 });
    await one.log.append([note("1")]);
    await expect.poll(() => other.heard).toEqual(["1"]);
    await one.log.broadcast([note("not stored")]);
    expect(one.heard).toEqual(["1", "not stored"]);
  });

  it("D27.1: a listener that was cut comes back, and what was stored meanwhile is delivered once and in order", async () => {
    const place = await openPlace();
    const reports: string[] = [];
    const one = await place.node({ listen: false });
    const other = await place.node({ pollMs: 3_600_000, onReport: ({ type }) => reports.push(type) });
    for (let round = 0; round < 3; round += 1) {
      await place.cutListeners();
      await one.log.append([note(`${round}`)]);
      await expect.poll(() => other.heard.at(-1)).toBe(`${round}`);
    }
    expect(other.heard).toEqual(["0", "1", "2"]);
    expect(new Set(reports)).toEqual(new Set(["listener_lost"]));
  });

  it("D27.1: events that were dropped before the node came to them are told before anything newer", async () => {
    const place = await openPlace();
    const other = await place.node({ listen: false, pollMs: 3_600_000, retention: { count: 1 } });
    const one = await place.node({ listen: false });
    for (const data of ["1", "2", "3"]) await one.log.append([note(data)]);
    const limits = { count: 1, ageMs: Number.POSITIVE_INFINITY, countPerTopic: Number.POSITIVE_INFINITY };
    await maintain(place.pool, limits, { rows: 1, ageMs: 60_000 });
    await one.log.append([note("4")]);
    await maintain(place.pool, limits, { rows: 1, ageMs: 60_000 });
    await other.log.append([note("5")]);
    expect(other.heard).toEqual(["missed", "4", "5"]);
  });

  it.each([
    ["short", "x"],
    ["beyond ASCII", "ключ 🎉 \u2028"],
    ["larger than NOTIFY takes", "é".repeat(40_000)],
    ["repeating itself", "x".repeat(100_000)],
  ])("D1.2: an event that is not stored comes to all nodes, in one order: %s", async (_, data) => {
    const place = await openPlace();
    const [one, other] = [await place.node(), await place.node()];
    const event = note(data, { coalesceKey: "k", exceptConnection: "c-1", expiresAt: 4_102_444_800_000 });
    const whole = new Promise((resolve) => void other.log.subscribe("a", resolve));
    await Promise.all([one.log.broadcast([event]), other.log.broadcast([note("second"), note("third")])]);
    expect(await whole).toMatchObject(one.heard[0] === data ? { ...event } : { data: "second" });
    await expect.poll(() => [one.heard, other.heard].map(({ length }) => length)).toEqual([3, 3]);
    expect(other.heard).toEqual(one.heard);
    expect(one.heard).toContain(data);
  });

  it("an event that is not stored reaches this node's readers also while nobody can be told", async () => {
    const place = await openPlace();
    const one = await place.node();
    await place.cutListeners();
    const all = ["1", "2", "3"];
    await Promise.all(all.map((data) => one.log.broadcast([note(data)])));
    expect(one.heard).toEqual(all);
  });

  it("what anybody else says on the channels harms nobody", async () => {
    const place = await openPlace();
    const bus = createMemoryBus();
    const one = await place.node({ bus });
    const { rows } = await place.pool.query("SELECT 'tidings_' || log_id AS channel FROM event_log_state");
    const channel = `${rows[0]?.channel}/a`;
    const texts = ["x", "{", "null", "[]", '{"after":"1","events":[]}', '{"after":0,"events":[1,null,{}]}'];
    await bus.publish(texts.map((text) => ({ channel, text })));
    await one.log.broadcast([note("1")]);
    expect(one.heard).toEqual(["1"]);
    await one.log.close();
    // A bus that was given is not closed with the log.
    await bus.publish([]);
    await bus.close();
  });
});

describe("D20: in a transaction of the application", () => {
  async function openShop(): Promise<{ log: PostgresLog; heard: string[]; pool: Pool }> {
    const place = await openPlace();
    const { log, heard, pool } = await place.node();
    await pool.query("CREATE TABLE orders (id text PRIMARY KEY)");
    return { log, heard, pool };
  }
  const ids = async (pool: Pool) => (await pool.query("SELECT id FROM orders ORDER BY id")).rows.map(({ id }) => id);

  it("D20.1: what is published is stored with the rows and delivered after the commit", async () => {
    const { log, heard, pool } = await openShop();
    const answer = await log.transaction(async (queries) => {
      await queries.query("INSERT INTO orders VALUES ('1')");
      const positions = await Promise.all([log.append([note("1")]), log.append([note("2", { key: "k" })])]);
      expect(heard).toEqual([]);
      return positions.flat();
    });
    expect(heard).toEqual(["1", "2"]);
    expect(answer.at(-1)).toEqual(await log.head());
    expect(await ids(pool)).toEqual(["1"]);
  });

  it("D20.2: what is rolled back was never published, and its sequences are given to others", async () => {
    const { log, heard, pool } = await openShop();
    const start = await log.head();
    const sold = log.transaction(async (queries) => {
      await queries.query("INSERT INTO orders VALUES ('1')");
      await log.append([note("1", { key: "k" })]);
      throw new Error("sold out");
    });
    await expect(sold).rejects.toThrow("sold out");
    expect(await log.head()).toEqual(start);
    const [position] = await log.append([note("2", { key: "k" })]);
    expect(position?.sequence).toBe(start.sequence + 1);
    expect(heard).toEqual(["2"]);
    expect(await ids(pool)).toEqual([]);
  });

  it("a transaction within one is a part of it, and what is published after its end is not", async () => {
    const { log, heard } = await openShop();
    let late: (() => Promise<unknown>) | undefined;
    await log.transaction(async () => {
      await log.transaction(() => log.append([note("inner")]));
      const end = Promise.withResolvers<void>();
      const appended = end.promise.then(() => log.append([note("late")]));
      late = () => {
        end.resolve();
        return appended;
      };
    });
    await late?.();
    expect(heard).toEqual(["inner", "late"]);
  });

  it("a connection whose transaction fails goes back to the pool clean", async () => {
    const { pool } = await openShop();
    const broken = inTransaction(pool, (client) => client.query("SELECT nonsense"));
    await expect(broken).rejects.toThrow("nonsense");
    expect(await inTransaction(pool, async (client) => (await client.query("SELECT 1 AS one")).rows)).toEqual([
      { one: 1 },
    ]);
    await expect.poll(() => pool.idleCount).toBe(pool.totalCount - 1);
  });
});

describe("what cannot be stored is refused, and takes nothing along", () => {
  it.each<[string, Partial<NewEvent>]>([
    ["NUL in a topic", { topic: "a\0" }],
    ["half a character in a key", { key: "\ud800" }],
    ["NUL in a coalesce key", { coalesceKey: "\0" }],
    ["a topic that no index holds", { topic: "x".repeat(2001) }],
    ["a key that no index holds", { key: "é".repeat(1001) }],
  ])("D14.3: %s is an event at fault, and no failure of the log", async (_, more) => {
    const place = await openPlace();
    const { log, heard } = await place.node();
    const [good, bad] = await Promise.allSettled([log.append([note("1")]), log.append([note("2", more)])]);
    expect(good.status).toBe("fulfilled");
    expect(bad).toMatchObject({ status: "rejected", reason: { code: "invalid_event" } });
    expect(heard).toEqual(["1"]);
  });

  it("D1.5: of appends that share a commit, one that the database refuses fails alone", async () => {
    const place = await openPlace();
    const { log, heard } = await place.node();
    await place.pool.query("ALTER TABLE event_log_1 ADD CHECK (length(data) / (length(data) - 5) < 100)");
    const outcomes = await Promise.allSettled(["1", "12345", "3"].map((data) => log.append([note(data)])));
    expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(outcomes[1]).toMatchObject({ reason: { code: "log_failed", cause: { code: "22012" } } });
    expect(heard).toEqual(["1", "3"]);
  });
});

describe("opening", () => {
  const anyPool = { query: async () => ({ rows: [] }), connect: () => Promise.reject(new Error("none")) };
  it.each<[string, object]>([
    ["pool", {}],
    ["pool", { pool: "postgres://localhost" }],
    ["at least 3", { pool: { ...anyPool, options: { max: 2 } } }],
    ["createTables", { pool: anyPool, createTables: "yes" }],
    ["listen", { pool: anyPool, listen: 1 }],
    ["pollMs", { pool: anyPool, pollMs: 0 }],
    ["partRows", { pool: anyPool, partRows: 0.5 }],
    ["onReport", { pool: anyPool, onReport: true }],
  ])("D21.1: refuses a wrong %s in words", async (words, options) => {
    // What only a caller without types can give.
    const opening = createPostgresLog(options as PostgresLogOptions);
    await expect(opening).rejects.toMatchObject({ code: "invalid_options", message: expect.stringContaining(words) });
  });

  it("a server that is not there is told with what to do", async () => {
    const pool = new Pool({ host: "127.0.0.1", port: 1 });
    await expect(createPostgresLog({ pool })).rejects.toMatchObject({
      code: "log_failed",
      message: expect.stringContaining("start PostgreSQL"),
    });
    await pool.end();
  });

  it("without its tables it says which SQL makes them; made by hand they are found", async () => {
    const { pool } = await database.openSchema();
    const open = () => createPostgresLog({ pool, createTables: false });
    await expect(open()).rejects.toMatchObject({ message: expect.stringContaining("run POSTGRES_LOG_TABLES") });
    await pool.query(POSTGRES_LOG_TABLES);
    await pool.query(POSTGRES_LOG_TABLES);
    const log = await open();
    expect(await log.append([note("1")])).toEqual([await log.head()]);
    await log.close();
  });

  it("nodes that start at once on an empty database make one log", async () => {
    const place = await openPlace();
    const nodes = await Promise.all(Array.from({ length: 4 }, () => place.node()));
    await Promise.all(nodes.map(({ log }, index) => log.append([note(String(index))])));
    await expect.poll(() => nodes.map(({ heard }) => heard.length)).toEqual([4, 4, 4, 4]);
    for (const { heard } of nodes) expect(heard).toEqual(nodes[0]?.heard);
  });

  it.each([
    ["tables of a newer version", "UPDATE event_log_state SET version = 99", "run the newer one"],
    ["a state without its row", "DELETE FROM event_log_state", "has lost the row"],
  ])("%s are refused in words", async (_, sql, words) => {
    const place = await openPlace();
    const { log } = await place.node();
    await place.pool.query(sql);
    const again = createPostgresLog({ pool: place.pool, createTables: false });
    await expect(again).rejects.toMatchObject({ code: "log_failed", message: expect.stringContaining(words) });
    await log.close();
  });

  it("connections that read old snapshots are refused in words", async () => {
    const pool = database.openPool({ options: "-c default_transaction_isolation=serializable" });
    await expect(createPostgresLog({ pool })).rejects.toMatchObject({
      message: expect.stringContaining("read committed"),
    });
  });

  it("a log that is closed leaves the pool as it was, and its connections are given back", async () => {
    const { pool } = await database.openSchema();
    const log = await createPostgresLog({ pool });
    await log.append([note("1")]);
    await log.close();
    await expect.poll(() => pool.idleCount).toBe(pool.totalCount);
    expect(await pool.query("SELECT 1")).toMatchObject({ rowCount: 1 });
  });
});
