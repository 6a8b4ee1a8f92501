import { startPostgres } from "@tidings/services";
import { createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import fc from "fast-check";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { EventLog } from "../log/event-log.ts";
import type { Position } from "../log/position.ts";
import { createPostgresLog } from "./index.ts";

let database: PostgresDatabase;
beforeAll(async () => {
  database = await createPostgresDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

async function append(log: EventLog, data: string): Promise<Position> {
  const [position] = await log.append([{ topic: "a", event: "note", data }]);
  if (position === undefined) throw new Error("nothing was stored");
  return position;
}

async function read(log: EventLog, after: Position): Promise<readonly string[] | "gap"> {
  const { gap, events } = await log.read({ topics: ["a"], after, limit: 100 });
  return gap ? "gap" : events.map(({ data }) => data);
}

const TABLES = ["state", "lives", "parts", "topics", "trimmed", "1", "keys_1"].map((name) => `event_log_${name}`);

/** A log in a schema, and a backup of its rows as `pg_dump` would make it. */
async function openPlace() {
  const { pool } = await database.openSchema({ max: 4 });
  const open = () => createPostgresLog({ pool, listen: false });
  const log = await open();
  const each = (sql: (table: string) => string) => pool.query(TABLES.map(sql).join(";"));
  return {
    pool,
    log,
    open,
    backUp: () =>
      each((table) => `DROP TABLE IF EXISTS backup_of_${table}; CREATE TABLE backup_of_${table} AS TABLE ${table}`),
    restore: () =>
      each((table) => `TRUNCATE ${table}; INSERT INTO ${table} OVERRIDING SYSTEM VALUE TABLE backup_of_${table}`),
  };
}

type Step = "append" | "open again" | "back up" | "restore";

it("D2.3, D4.3: whatever is opened, backed up and restored, a position is complete exactly where its past is still there", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom<Step>("append", "append", "append", "open again", "back up", "restore"), {
        maxLength: 15,
      }),
      async (steps) => {
        const place = await openPlace();
        let { log } = place;
        let past: string[] = [];
        let backedUp: string[] | undefined;
        const given: { readonly position: Position; readonly past: readonly string[] }[] = [];
        for (const [index, step] of steps.entries()) {
          if (step === "append") {
            await append(log, String(index));
            past.push(String(index));
          } else if (step === "back up") {
            await place.backUp();
            backedUp = [...past];
          } else if (step === "open again") {
            await log.close();
            log = await place.open();
          } else if (backedUp !== undefined) {
            // Under a node that goes on running.
            await place.restore();
            past = [...backedUp];
          }
          given.push({ position: await log.head(), past: [...past] });
        }
        for (const { position, past: seen } of given) {
          const isPast = seen.every((data, index) => past[index] === data);
          expect(await read(log, position)).toEqual(isPast ? past.slice(seen.length) : "gap");
        }
        await log.close();
        await place.pool.end();
      },
    ),
    { numRuns: 10 },
  );
});

it("D2.3, D27.1: a node that runs on over a restored database says so before it delivers what is new", async () => {
  const { log, backUp, restore } = await openPlace();
  const heard: string[] = [];
  await log.subscribe("a", ({ data }) => heard.push(data));
  log.onMissed(() => heard.push("missed"));
  await append(log, "1");
  await backUp();
  await append(log, "2, lost");
  await append(log, "3, lost");
  await restore();
  const reused = await append(log, "2");
  expect(reused.sequence).toBe(2);
  expect(heard).toEqual(["1", "2, lost", "3, lost", "missed"]);
  await append(log, "3");
  expect(heard.at(-1)).toBe("3");
  await log.close();
});

it("D2.2, D7.1: a key answers the position in the life in which its event was written", async () => {
  const { pool, log } = await openPlace();
  const event = { topic: "a", event: "note", data: "1", key: "k" };
  const [position] = await log.append([event]);
  // As if the server had been started anew.
  await pool.query("UPDATE event_log_state SET server = 'another one'");
  const second = await append(log, "2");
  expect(second.epoch).not.toBe(position?.epoch);
  expect(await log.append([event])).toEqual([position]);
  expect(position && (await read(log, position))).toEqual(["2"]);
  await log.close();
});

it("D2.3: thousands of lives leave a bounded table", async () => {
  const { pool, log } = await openPlace();
  const first = await append(log, "0");
  await pool.query(
    "INSERT INTO event_log_lives (epoch, starts_after) SELECT 'life' || n, 1 FROM generate_series(1, 1200) n",
  );
  await pool.query("UPDATE event_log_state SET server = 'another one'");
  const last = await append(log, "1");
  const { rows } = await pool.query("SELECT count(*)::integer AS count FROM event_log_lives");
  expect(rows[0]?.count).toBe(1000);
  expect(await read(log, first)).toBe("gap");
  expect(await read(log, last)).toEqual([]);
  await log.close();
});

describe("on a server of its own", () => {
  it("D2.3: a crash and a restart lose nobody; a copy of the database from before is told as a gap", async () => {
    await using postgres = await startPostgres();
    const open = async (url = postgres.url) => {
      const pool = new Pool({ connectionString: url, max: 4 });
      pool.on("error", () => {});
      return { pool, log: await createPostgresLog({ pool, listen: false }) };
    };
    const first = await open();
    const kept = await append(first.log, "1");
    // A user of the server may not wait for the disk; the log's own commits do.
    await first.pool.query("ALTER DATABASE postgres SET synchronous_commit = off");
    await first.log.close();
    await first.pool.end();
    const second = await open();
    const newest = await append(second.log, "2");
    await postgres.restart("crash");
    expect(await read(second.log, kept)).toEqual(["2"]);
    const next = await append(second.log, "3");
    expect(next.epoch).not.toBe(newest.epoch);
    expect(await read(second.log, newest)).toEqual(["3"]);
    await second.log.close();
    await second.pool.end();

    // Copied and renamed within one running server: not even the transactions' numbers tell them apart.
    const admin = new Pool({ connectionString: postgres.url.replace(/[^/]*$/, "template1"), max: 1 });
    await admin.query("CREATE DATABASE copy TEMPLATE postgres");
    const third = await open();
    const lost = await append(third.log, "4, lost");
    await third.log.close();
    await third.pool.end();
    const fourth = await open(postgres.url.replace(/[^/]*$/, "copy"));
    await append(fourth.log, "4");
    expect(await read(fourth.log, lost)).toBe("gap");
    expect(await read(fourth.log, next)).toEqual(["4"]);
    await fourth.log.close();
    await fourth.pool.end();
    await admin.end();
  });
});
