import { startRedis } from "@tidings/services";
import { askForService, createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import { createClient } from "redis";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import type { Bus } from "../bus/bus.ts";
import type { EventLog, NewEvent } from "../log/event-log.ts";
import { createPostgresLog, type PostgresPool } from "../postgres/index.ts";
import { describeLogInstances } from "../testing/suites.ts";
import { createRedisBus } from "./index.ts";

let redisUrl: string;
let database: PostgresDatabase;
beforeAll(async () => {
  redisUrl = await askForService("redis");
  database = await createPostgresDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

const soon = { timeout: 30_000, interval: 5 };
const note = (data: string, more: Partial<NewEvent> = {}): NewEvent => ({ topic: "a", event: "note", data, ...more });

/** A node on a Redis: its log over a bus of its own, on a pool that can be cut. */
async function openNode(schema: string, url: string, pollMs: number) {
  const network = { isCut: false };
  const pool = database.openPool({ max: 4, options: `-c search_path=${schema}` });
  const through = async <T>(ask: () => Promise<T>) => {
    if (network.isCut) throw new Error("the network is cut");
    return ask();
  };
  const cuttable: PostgresPool = {
    query: (text, values) => through(() => pool.query(text, values)),
    connect: () => through(() => pool.connect()),
  };
  const bus = await createRedisBus({ client: createClient({ url }) });
  const log = await createPostgresLog({ pool: cuttable, bus, pollMs });
  ended.push(bus.close, log.close);
  return { log, bus, network };
}

describeLogInstances("postgres, over a bus of redis", "shared", async () => {
  const { schema } = await database.openSchema();
  const nodes = new Map<EventLog, { readonly bus: Bus; readonly network: { isCut: boolean } }>();
  return {
    async open() {
      const { log, ...node } = await openNode(schema, redisUrl, 10);
      nodes.set(log, node);
      return log;
    },
    async cut(log) {
      const node = nodes.get(log);
      if (node === undefined) throw new Error("a log of another place");
      node.network.isCut = true;
      await node.bus.close();
      return () => {
        node.network.isCut = false;
      };
    },
    remove() {},
  };
});

async function openPair(url: string, pollMs: number) {
  const { schema } = await database.openSchema();
  const nodes = [await openNode(schema, url, pollMs), await openNode(schema, url, pollMs)] as const;
  const heard: string[][] = [[], []];
  for (const [index, { log }] of nodes.entries()) await log.subscribe("a", ({ data }) => heard[index]?.push(data));
  return { one: nodes[0].log, other: nodes[1].log, heard };
}

it("D29.1: an event comes to the other node over Redis, stored or not, long before its slow timer", async () => {
  const { one, other, heard } = await openPair(redisUrl, 3_600_000);
  await one.append([note("stored")]);
  await vi.waitFor(() => expect(heard).toEqual([["stored"], ["stored"]]), soon);
  await other.broadcast([
    note("typing", { coalesceKey: "k", exceptConnection: "c" }),
    note("elsewhere", { topic: "b" }),
  ]);
  await vi.waitFor(
    () =>
      expect(heard).toEqual([
        ["stored", "typing"],
        ["stored", "typing"],
      ]),
    soon,
  );
});

it("D29.4: while Redis is gone stored events still come, and afterwards each has come once and in order", async () => {
  await using redis = await startRedis();
  const { one, other, heard } = await openPair(redis.url, 10);
  await one.append([note("1")]);
  await redis.kill();
  for (const data of ["2", "3"]) await other.append([note(data)]);
  await vi.waitFor(() => expect(heard[0]).toEqual(["1", "2", "3"]), soon);
  await other.broadcast([note("own readers only")]);
  expect(heard[1]?.at(-1)).toBe("own readers only");
  await redis.start();
  await one.append([note("4")]);
  await vi.waitFor(() => expect(heard[1]).toEqual(["1", "2", "3", "own readers only", "4"]), soon);
  expect(heard[0]).toEqual(["1", "2", "3", "4"]);
});

it("D29.2: what was stored while Redis was gone comes when it is heard again, where no timer looks", async () => {
  await using redis = await startRedis();
  const { one, heard } = await openPair(redis.url, 3_600_000);
  await redis.kill();
  await one.append([note("1")]);
  expect(heard).toEqual([["1"], []]);
  await redis.start();
  await vi.waitFor(() => expect(heard[1]).toEqual(["1"]), soon);
});

it("D29.5: of events that are not stored a node receives only those of topics with a reader on it", async () => {
  const observer = createClient({ url: redisUrl });
  await observer.connect();
  const { one, other } = await openPair(redisUrl, 3_600_000);
  await one.subscribe("b", () => {});
  const receivers = async () => {
    const channels = (await observer.pubSubChannels("tidings:*/*")).filter((channel) => channel.endsWith("/b"));
    return Object.values(await observer.pubSubNumSub(channels)).map(Number);
  };
  expect(await receivers()).toEqual([1]);
  const leave = await other.subscribe("b", () => {});
  expect(await receivers()).toEqual([2]);
  leave();
  await vi.waitFor(async () => expect(await receivers()).toEqual([1]), soon);
  observer.destroy();
});
