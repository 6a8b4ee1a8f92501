import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventLog } from "../log/event-log.ts";
import type { Position } from "../log/position.ts";
import { createSqliteLog } from "./sqlite-log.ts";

let directory: string;
let file: string;
let backup: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "tidings-lives-"));
  file = join(directory, "log.db");
  backup = join(directory, "backup.db");
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

async function append(log: EventLog, data: string): Promise<Position> {
  const [position] = await log.append([{ topic: "a", event: "note", data }]);
  if (position === undefined) throw new Error("no position");
  return position;
}

async function read(log: EventLog, after: Position): Promise<readonly string[] | "gap"> {
  const { gap, events } = await log.read({ topics: ["a"], after, limit: 1000 });
  return gap ? "gap" : events.map(({ data }) => data);
}

/** As `sqlite3 log.db "VACUUM INTO 'backup.db'"`, while the log is running. */
function backUp() {
  rmSync(backup, { force: true });
  const database = new DatabaseSync(file);
  database.exec(`VACUUM INTO '${backup}'`);
  database.close();
}

function restore() {
  for (const suffix of ["-wal", "-shm"]) rmSync(file + suffix, { force: true });
  copyFileSync(backup, file);
}

describe("D2: the lives of a log", () => {
  it("D2.3: a position of a future that a restored backup does not have is a gap, older ones are complete", async () => {
    const first = createSqliteLog({ file });
    const before = [await append(first, "1"), await append(first, "2")];
    backUp();
    const lost = await append(first, "3, lost");
    await first.close();
    restore();
    const second = createSqliteLog({ file });
    await append(second, "3");
    await append(second, "4");
    expect(await read(second, lost)).toBe("gap");
    expect(await Promise.all(before.map((position) => read(second, position)))).toEqual([
      ["2", "3", "4"],
      ["3", "4"],
    ]);
    await second.close();
  });

  it("D2.3: a plain restart loses nobody, whatever was or was not written in between", async () => {
    let log = createSqliteLog({ file });
    const positions = [await log.head()];
    for (const data of ["", "", "1", "", "2", "3", ""]) {
      if (data !== "") positions.push(await append(log, data));
      await log.close();
      log = createSqliteLog({ file });
      positions.push(await log.head());
    }
    const read0 = await Promise.all(positions.map((position) => read(log, position)));
    expect(read0).not.toContain("gap");
    expect(read0.map(({ length }) => length)).toEqual([3, 3, 3, 2, 2, 2, 1, 1, 0, 0, 0]);
    await log.close();
  });

  it("D2.3: a tail that a power loss took is a gap, although its sequences are used again", async () => {
    const log = createSqliteLog({ file });
    const kept = await append(log, "1");
    const lost = await append(log, "2");
    await log.close();
    const database = new DatabaseSync(file);
    // What SQLite does with a WAL whose end did not reach the disk: the commit never was.
    database.exec("DELETE FROM event_log WHERE sequence = 2; UPDATE sqlite_sequence SET seq = 1");
    database.exec("UPDATE event_log_topics SET trimmed = 0");
    database.close();
    const next = createSqliteLog({ file });
    const reused = await append(next, "other 2");
    expect(reused.sequence).toBe(lost.sequence);
    expect(await read(next, lost)).toBe("gap");
    expect(await read(next, kept)).toEqual(["other 2"]);
    await next.close();
  });

  it("D7.2: a key answers the position in the life in which its event was written", async () => {
    const event = { topic: "a", event: "note", data: "1", key: "k" };
    const first = createSqliteLog({ file });
    const [position] = await first.append([event]);
    await first.close();
    const second = createSqliteLog({ file });
    await append(second, "2");
    expect(await second.append([event])).toEqual([position]);
    await second.close();
  });

  it("D2.3: a database with the one epoch of older versions keeps its positions, counts and gaps", async () => {
    const database = new DatabaseSync(file);
    database.exec(`
      CREATE TABLE event_log (sequence INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, event TEXT NOT NULL,
        data TEXT NOT NULL, coalesce_key TEXT, expires_at INTEGER, at INTEGER NOT NULL) STRICT;
      CREATE TABLE event_log_keys (key TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE event_log_trimmed (topic TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
      CREATE TABLE event_log_epoch (epoch TEXT NOT NULL) STRICT;
      INSERT INTO event_log_epoch VALUES ('0ld3poch');
      INSERT INTO event_log (sequence, topic, event, data, at) VALUES (7, 'a', 'note', '7', 0), (8, 'a', 'note', '8', 0);
      INSERT INTO event_log_keys VALUES ('k', 7);
      INSERT INTO event_log_trimmed VALUES ('a', 6), ('b', 3);
    `);
    database.close();
    const log = createSqliteLog({ file, retention: { count: 2 } });
    const at = (sequence: number) => ({ epoch: "0ld3poch", sequence });
    expect(await log.head()).toEqual(at(8));
    expect(await log.append([{ topic: "a", event: "note", data: "7", key: "k" }])).toEqual([at(7)]);
    expect(await read(log, at(6))).toEqual(["7", "8"]);
    expect(await read(log, at(5))).toBe("gap");
    expect((await log.read({ topics: ["b"], after: at(2), limit: 1 })).gap).toBe(true);
    expect((await log.read({ topics: ["b"], after: at(3), limit: 1 })).gap).toBe(false);
    await append(log, "9");
    expect(await read(log, at(6))).toBe("gap");
    expect(await read(log, at(7))).toEqual(["8", "9"]);
    await log.close();
  });

  it("D2.2: thousands of restarts leave a bounded table, in which the lives of stored events are", async () => {
    const database = new DatabaseSync(":memory:");
    const positions: Position[] = [];
    for (let life = 0; life < 1300; life += 1) {
      const log = createSqliteLog({ database, retention: { count: 1100 } });
      positions.push(await append(log, String(life)));
      await log.close();
    }
    const log = createSqliteLog({ database, retention: { count: 1100 } });
    expect(Number(database.prepare("SELECT count(*) AS n FROM event_log_lives").get()?.n)).toBeLessThan(1150);
    expect((await log.read({ topics: ["a"], after: positions[300] ?? (await log.head()), limit: 9 })).gap).toBe(false);
    expect(await read(log, positions[0] ?? (await log.head()))).toBe("gap");
    await log.close();
  });
});

type Step = "append" | "restart" | "back up" | "restore";

it("D2.3, D4.3: whatever is restarted, backed up and restored, a position is complete exactly where its past is still there", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom<Step>("append", "append", "append", "restart", "back up", "restore"), { maxLength: 25 }),
      async (steps) => {
        rmSync(file, { force: true });
        rmSync(backup, { force: true });
        let log = createSqliteLog({ file });
        let past: string[] = [];
        let backedUp: string[] | undefined;
        const given: { readonly position: Position; readonly past: readonly string[] }[] = [];
        for (const [index, step] of steps.entries()) {
          if (step === "append") {
            await append(log, String(index));
            past.push(String(index));
          } else if (step === "back up") {
            backUp();
            backedUp = [...past];
          } else if (step === "restart" || backedUp !== undefined) {
            await log.close();
            if (step === "restore") {
              restore();
              past = [...(backedUp ?? [])];
            }
            log = createSqliteLog({ file });
          }
          given.push({ position: await log.head(), past: [...past] });
        }
        for (const { position, past: seen } of given) {
          const isPast = seen.every((data, index) => past[index] === data);
          expect(await read(log, position)).toEqual(isPast ? past.slice(seen.length) : "gap");
        }
        await log.close();
        for (const suffix of ["-wal", "-shm"]) rmSync(file + suffix, { force: true });
      },
    ),
    { numRuns: 60 },
  );
});
