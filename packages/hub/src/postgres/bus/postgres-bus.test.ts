import { createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import type { Bus } from "../../bus/bus.ts";
import { describeBus } from "../../testing/suites.ts";
import { createPostgresBus } from "../index.ts";
import type { PostgresPool } from "../pool.ts";

let database: PostgresDatabase;
beforeAll(async () => {
  database = await createPostgresDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

describeBus("postgres", () => {
  const name = `bus_${crypto.randomUUID().slice(0, 8)}`;
  const observer = database.openPool({ max: 1 });
  const networks = new Map<Bus, { readonly application: string; isCut: boolean; reports: number }>();

  async function open() {
    const network = { application: `${name} ${networks.size}`, isCut: false, reports: 0 };
    const pool = database.openPool({ max: 2, application_name: network.application });
    const through = async <T>(ask: () => Promise<T>) => {
      if (network.isCut) throw new Error("the network is cut");
      return ask();
    };
    const cuttable: PostgresPool = {
      query: (text, values) => through(() => pool.query(text, values)),
      connect: () => through(() => pool.connect()),
    };
    const bus = await createPostgresBus({
      pool: cuttable,
      name,
      onReport: () => {
        network.reports += 1;
      },
    });
    networks.set(bus, network);
    return bus;
  }

  async function cut(bus: Bus) {
    const network = networks.get(bus);
    if (network === undefined) throw new Error("a bus of another place");
    network.isCut = true;
    await observer.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1", [
      network.application,
    ]);
    await vi.waitFor(() => expect(network.reports).toBeGreaterThan(0), { timeout: 30_000, interval: 5 });
    return () => {
      network.isCut = false;
    };
  }

  return { open, cut, remove: () => observer.end() };
});

it("D29.1: two names in one database are two buses", async () => {
  const pool = database.openPool({ max: 4 });
  const [one, other] = [await createPostgresBus({ pool }), await createPostgresBus({ pool, name: "other_1" })];
  const heard: string[] = [];
  await other.subscribe("a", (text) => heard.push(text));
  await one.publish([{ channel: "a", text: "1" }]);
  await other.publish([{ channel: "a", text: "2" }]);
  expect(heard).toEqual(["2"]);
  await one.close();
  await other.close();
});

it("what anybody else says on the channel harms nobody", async () => {
  const pool = database.openPool({ max: 4 });
  const bus = await createPostgresBus({ pool, name: "noisy" });
  const heard: string[] = [];
  await bus.subscribe("a", (text) => heard.push(text));
  for (const payload of ["x", "", "me 1 0 1 {", "me 2 0 1 [1, null, {}, [1]]", "me 3 1 2 []", `me 4 0 1 [["a"]]`]) {
    await pool.query("SELECT pg_notify('noisy', $1)", [payload]);
  }
  await bus.publish([{ channel: "a", text: "1" }]);
  expect(heard).toEqual(["1"]);
  await bus.close();
});

it("D29.3: where nobody can listen, a node hears itself and is heard by those that listen", async () => {
  const pool = database.openPool({ max: 4 });
  const silent = await createPostgresBus({ pool, name: "pooled", listen: false });
  const listening = await createPostgresBus({ pool, name: "pooled" });
  const heard: string[][] = [[], []];
  await silent.subscribe("a", (text) => heard[0]?.push(text));
  await listening.subscribe("a", (text) => heard[1]?.push(text));
  await silent.publish([{ channel: "a", text: "1" }]);
  expect(heard[0]).toEqual(["1"]);
  await vi.waitFor(() => expect(heard[1]).toEqual(["1"]), { timeout: 30_000, interval: 5 });
  await silent.close();
  await listening.close();
});

it("D21.1: options that cannot work are refused in words", async () => {
  const pool = database.openPool();
  const refusals = [
    [{ pool: {} }, "give createPostgresBus a pool"],
    [{ pool, name: "Upper case" }, "small letters, digits and _"],
    [{ pool, name: "" }, "small letters, digits and _"],
    [{ pool, listen: "no" }, "listen must be true or false"],
    [{ pool, onReport: "x" }, "onReport must be a function"],
  ] as const;
  for (const [options, words] of refusals) {
    // @ts-expect-error as callers in JavaScript may write it
    await expect(createPostgresBus(options)).rejects.toMatchObject({
      code: "invalid_options",
      message: expect.stringContaining(words),
    });
  }
});
