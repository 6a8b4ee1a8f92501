import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ordersStream } from "@tidings/contracts/orders";
import { createHub, type EventLog, type Retention } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { createSqliteLog } from "@tidings/hub/sqlite";
import type { PublishAnswer, PublishTask } from "./publish.ts";
import { payload } from "./target.ts";

// Publishes on top of a log that is full by its retention, so that each publish trims one event, in the same process
// for both kinds of retention. Ages are measured by a clock that advances one millisecond with each event.

const { log: kind, stored, topics } = JSON.parse(process.argv[2] ?? "") as PublishTask;
const directory = mkdtempSync(join(tmpdir(), "tidings-bench-publish-"));
/** Publishes measured at most, milliseconds that they may take, and publishes in one turn. */
const [PUBLISHES, PATIENCE_MS, BURST] = [5000, 5000, 100_000];

let clock = Date.now();
Date.now = () => clock;
let published = 0;

const topicOf = (n: number) => ordersStream.topic(`user ${n % topics}`);
const data = JSON.parse(payload(1));

async function fill(log: EventLog, size: number): Promise<void> {
  for (let left = stored; left > 0; left -= size) {
    const events = Array.from({ length: Math.min(size, left) }, () => {
      published += 1;
      return { topic: topicOf(published).name, event: "order_status_update", data: payload(1) };
    });
    clock += events.length;
    await log.append(events);
  }
}

async function cpuUs(times: number, publish: () => Promise<unknown>): Promise<number> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  const before = process.cpuUsage();
  let done = 0;
  for (; done < times && performance.now() < giveUpAt; done += 1) await publish();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / done;
}

/** Publishes one by one until the retention's steps have come round more than once. */
async function steady(log: EventLog): Promise<number> {
  const hub = createHub({ log });
  const publish = () => {
    published += 1;
    clock += 1;
    return hub.publish(topicOf(published), { event: "order_status_update", data });
  };
  await cpuUs(300, publish);
  globalThis.gc?.();
  return cpuUs(PUBLISHES, publish);
}

async function measureBurst(log: EventLog): Promise<PublishAnswer["burst"]> {
  const hub = createHub({ log });
  const began = performance.now();
  const us = await cpuUs(1, () =>
    Promise.all(
      Array.from({ length: BURST }, (_, n) => hub.publish(topicOf(n), { event: "order_status_update", data })),
    ),
  );
  return { cpuUs: us / BURST, ms: performance.now() - began };
}

function openDatabase(name: string): DatabaseSync {
  const database = new DatabaseSync(join(directory, name));
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL");
  return database;
}

async function measure(): Promise<PublishAnswer> {
  const byCount: Retention = { count: stored };
  const byAge: Retention = { count: Number.POSITIVE_INFINITY, ageMs: stored };
  if (kind === "memory") {
    const burst = await measureBurst(createMemoryLog());
    const [counted, aged] = [createMemoryLog({ retention: byCount }), createMemoryLog({ retention: byAge })];
    await fill(counted, 1);
    const count = await steady(counted);
    await counted.close();
    await fill(aged, 1);
    return { count, age: await steady(aged), burst };
  }
  const burst = await measureBurst(createSqliteLog({ database: openDatabase("burst.db") }));
  const database = openDatabase("log.db");
  const counted = createSqliteLog({ database, retention: byCount });
  await fill(counted, 1000);
  const count = await steady(counted);
  await counted.close();
  // Stored in batches, and now a millisecond apart as if they had been published one by one.
  database.prepare("UPDATE event_log SET at = ? - ((SELECT max(sequence) FROM event_log) - sequence)").run(clock);
  const age = await steady(createSqliteLog({ database, retention: byAge }));
  return { count, age, burst };
}

const answer = await measure();
rmSync(directory, { recursive: true });
process.send?.(answer, () => process.exit());
