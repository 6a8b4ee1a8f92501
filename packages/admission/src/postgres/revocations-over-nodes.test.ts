import { ordersStream } from "@tidings/contracts/orders";
import { type Bus, createHub } from "@tidings/hub";
import { createMemoryBus, createMemoryLog } from "@tidings/hub/memory";
import type { PostgresQueries } from "@tidings/hub/postgres";
import { createRecordingSink } from "@tidings/hub/testing";
import { createPostgresDatabase, type PostgresDatabase } from "@tidings/services/testing";
import type { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { createRevocations } from "../revocations.ts";
import { createPostgresRevokedSessions, POSTGRES_ADMISSION_TABLES } from "./index.ts";

let database: PostgresDatabase;
let pool: Pool;
beforeAll(async () => {
  database = await createPostgresDatabase();
  pool = database.openPool({ max: 4 });
  await pool.query(POSTGRES_ADMISSION_TABLES);
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(() => pool.query("TRUNCATE admission_revocations"));

const ended: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0)) await end();
});

const soon = { timeout: 30_000, interval: 5 };
const session = (id: string) => ({ id, sessionId: `of ${id}`, expiresAt: Date.now() + 3_600_000 });

/** A node with a stream of each of three readers. */
async function openNode({
  queries = pool,
  bus,
  pollMs = 3_600_000,
}: {
  queries?: PostgresQueries;
  bus?: Bus;
  pollMs?: number;
}) {
  const hub = createHub({ log: createMemoryLog() });
  const failures: unknown[] = [];
  const onFailure = (error: unknown) => failures.push(error);
  const store = await createPostgresRevokedSessions(queries, { bus, pollMs, onFailure });
  const revocations = createRevocations(hub, store);
  ended.push(store.close, () => hub.close());
  const open = (id: string, sessionId: string) =>
    hub.connect(createRecordingSink(), {
      stream: ordersStream,
      topics: [ordersStream.topic(id)],
      greeting: { message: "SSE connected" },
      principal: { ...session(id), sessionId },
    });
  const streams = {
    ada: open("ada", "of ada"),
    adaElsewhere: open("ada", "another"),
    grace: open("grace", "of grace"),
  };
  const closed = () => Object.entries(streams).flatMap(([name, { closed }]) => (closed ? [name] : []));
  return { hub, store, revocations, closed, open, failures };
}

it("S12.6: a session that is ended on one node loses its streams on the other at once, by the bus", async () => {
  const bus = createMemoryBus();
  const [one, other] = [await openNode({ bus }), await openNode({ bus: bus.join() })];
  const before = other.revocations.count;
  await one.revocations.endSession(session("ada"));
  expect(one.closed()).toEqual(["ada"]);
  await vi.waitFor(() => expect(other.closed()).toEqual(["ada"]), soon);
  expect(await other.store.isRevoked(session("ada"))).toBe(true);
  // A stream that is being opened meanwhile is checked again (S12.5).
  expect(other.revocations.count).toBe(before + 1);
});

it("S12.6: without a bus the timer finds it, and each revocation ends streams once", async () => {
  const [one, other] = [await openNode({}), await openNode({ pollMs: 10 })];
  one.revocations.endUser("ada");
  await vi.waitFor(() => expect(other.closed()).toEqual(["ada", "adaElsewhere"]), soon);
  const again = other.open("ada", "of ada");
  one.revocations.endUser("grace");
  await vi.waitFor(() => expect(other.closed()).toContain("grace"), soon);
  expect(again.closed).toBe(false);
  expect(one.closed()).toEqual(["ada", "adaElsewhere", "grace"]);
});

it("S12.6: all readers of a topic lose their streams on every node", async () => {
  const bus = createMemoryBus();
  const [one, other] = [await openNode({ bus }), await openNode({ bus: bus.join() })];
  one.revocations.endTopic(ordersStream.topic("grace"));
  expect(one.closed()).toEqual(["grace"]);
  await vi.waitFor(() => expect(other.closed()).toEqual(["grace"]), soon);
});

it("S12.3, S12.6: what cannot be stored counts here, is refused with 503, and is stored and told when it can be", async () => {
  const network = { isCut: true };
  const queries: PostgresQueries = {
    query: (text, values) =>
      network.isCut ? Promise.reject(new Error("the network is cut")) : pool.query(text, values),
  };
  const [one, other] = [await openNode({ queries, pollMs: 10 }), await openNode({ pollMs: 10 })];
  await expect(one.revocations.endSession(session("ada"))).rejects.toMatchObject({ code: "unavailable", status: 503 });
  expect(one.closed()).toEqual(["ada"]);
  expect(await one.store.isRevoked(session("ada"))).toBe(true);
  await expect(one.store.isRevoked(session("grace"))).rejects.toMatchObject({ status: 503 });
  await vi.waitFor(() => expect(one.failures).not.toEqual([]), soon);
  expect(other.closed()).toEqual([]);
  network.isCut = false;
  await vi.waitFor(() => expect(other.closed()).toEqual(["ada"]), soon);
  const { rows } = await pool.query("SELECT user_id, session_id FROM admission_revocations");
  expect(rows).toEqual([{ user_id: "ada", session_id: "of ada" }]);
});

it("S12.6: what another node revoked while this one could not look is found afterwards", async () => {
  const network = { isCut: false };
  const queries: PostgresQueries = {
    query: (text, values) =>
      network.isCut ? Promise.reject(new Error("the network is cut")) : pool.query(text, values),
  };
  const other = await openNode({ queries, pollMs: 10 });
  await other.store.isRevoked(session("ada"));
  network.isCut = true;
  await vi.waitFor(() => expect(other.failures).not.toEqual([]), soon);
  const one = await openNode({});
  await one.revocations.endSession(session("ada"));
  // As if it had been long ago, and this node had last looked before that.
  await pool.query("UPDATE admission_revocations SET at = at - interval '20 seconds'");
  network.isCut = false;
  await vi.waitFor(() => expect(other.closed()).toEqual(["ada"]), soon);
});

it("S12.6: rows that are over stay for an hour, and then go with the next revocation", async () => {
  const { revocations, store } = await openNode({});
  await store.revoke({ ...session("ada"), expiresAt: Date.now() - 1 });
  await store.revoke(session("grace"));
  await pool.query("UPDATE admission_revocations SET at = at - interval '2 hours'");
  revocations.endUser("linus");
  const users = async () => (await pool.query("SELECT user_id FROM admission_revocations ORDER BY number")).rows;
  await vi.waitFor(async () => expect(await users()).toEqual([{ user_id: "grace" }, { user_id: "linus" }]), soon);
});

it("a closed store refuses, and has stored what it was given", async () => {
  const { store } = await openNode({});
  const stored = store.revoke(session("ada"));
  await store.close();
  await stored;
  await store.close();
  await expect(store.revoke(session("grace"))).rejects.toMatchObject({ code: "closed" });
  const { rows } = await pool.query("SELECT user_id FROM admission_revocations");
  expect(rows).toEqual([{ user_id: "ada" }]);
});
