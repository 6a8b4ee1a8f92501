import { startRedis } from "@tidings/services";
import { askForService } from "@tidings/services/testing";
import { createClient } from "redis";
import { beforeAll, expect, it, vi } from "vitest";
import type { Bus } from "../bus/bus.ts";
import { describeBus } from "../testing/suites.ts";
import { createRedisBus, type RedisClient, type RedisConnection } from "./index.ts";

let url: string;
beforeAll(async () => {
  url = await askForService("redis");
});

const soon = { timeout: 30_000, interval: 5 };

/** A client whose connections can be cut, and which counts what they receive. */
function cuttableClient() {
  const client = createClient({ url });
  const made = new Set<RedisConnection>();
  const network = { isCut: false, reports: 0 };
  const cuttable: RedisClient = {
    duplicate(overrides) {
      if (network.isCut) throw new Error("the network is cut");
      const connection = client.duplicate(overrides);
      made.add(connection);
      return connection;
    },
  };
  return { cuttable, made, network };
}

describeBus("redis", () => {
  const name = crypto.randomUUID();
  const nodes = new Map<Bus, ReturnType<typeof cuttableClient>>();

  async function open() {
    const node = cuttableClient();
    const onReport = () => {
      node.network.reports += 1;
    };
    const bus = await createRedisBus({ client: node.cuttable, name, onReport });
    nodes.set(bus, node);
    return bus;
  }

  async function cut(bus: Bus) {
    const node = nodes.get(bus);
    if (node === undefined) throw new Error("a bus of another place");
    node.network.isCut = true;
    for (const connection of node.made) connection.destroy();
    await vi.waitFor(() => expect(node.network.reports).toBeGreaterThan(0), soon);
    return () => {
      node.network.isCut = false;
    };
  }

  return { open, cut, remove() {} };
});

it("D29.5: a node receives only what goes to channels that somebody here subscribes to", async () => {
  const observer = createClient({ url });
  await observer.connect();
  const name = crypto.randomUUID();
  const bus = await createRedisBus({ client: createClient({ url }), name });
  const leave = await bus.subscribe("a", () => {});
  const receivers = async (channel: string) => Number(await observer.publish(`${name}:${channel}`, "x 0 text"));
  expect([await receivers("a"), await receivers("b")]).toEqual([1, 0]);
  leave();
  await vi.waitFor(async () => expect(await receivers("a")).toBe(0), soon);
  await bus.close();
  observer.destroy();
});

it("D29.2, D29.3: killed without its data, Redis takes nothing from who is connected here, and is used again", async () => {
  await using redis = await startRedis();
  const open = () => createRedisBus({ client: createClient({ url: redis.url }) });
  const [one, other] = [await open(), await open()];
  const heard: string[][] = [[], []];
  let missed = 0;
  await one.subscribe("a", (text) => heard[0]?.push(text));
  await other.subscribe("a", (text) => heard[1]?.push(text));
  for (const bus of [one, other]) bus.onMissed(() => (missed += 1));
  await redis.kill();
  await one.publish([{ channel: "a", text: "alone" }]);
  expect(heard[0]).toEqual(["alone"]);
  await redis.start();
  await vi.waitFor(() => expect(missed).toBe(2), soon);
  await one.publish([{ channel: "a", text: "again" }]);
  await vi.waitFor(() => expect(heard).toEqual([["alone", "again"], ["again"]]), soon);
  await one.close();
  await other.close();
});

it("D29.3: a node starts without Redis, and reports that it is missing", async () => {
  const redis = await startRedis();
  await redis[Symbol.asyncDispose]();
  const reports: string[] = [];
  const bus = await createRedisBus({
    client: createClient({ url: redis.url }),
    onReport: ({ type }) => reports.push(type),
  });
  const heard: string[] = [];
  await bus.subscribe("a", (text) => heard.push(text));
  await bus.publish([{ channel: "a", text: "alone" }]);
  expect(heard).toEqual(["alone"]);
  expect(reports).toContain("bus_lost");
  await bus.close();
});

it("D21.1: options that cannot work are refused in words", async () => {
  const client = createClient({ url });
  const refusals = [
    [{}, "give createRedisBus a client"],
    [{ client, name: "" }, "1 to 100 characters"],
    [{ client, onReport: "x" }, "onReport must be a function"],
  ] as const;
  for (const [options, words] of refusals) {
    // @ts-expect-error as callers in JavaScript may write it
    const refused = createRedisBus(options);
    await expect(refused).rejects.toMatchObject({ code: "invalid_options", message: expect.stringContaining(words) });
  }
});
