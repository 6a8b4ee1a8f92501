import type { DatabaseSync } from "node:sqlite";
import { createClient } from "@tidings/client";
import { createOrdersQuery } from "@tidings/client/orders";
import { createFakeHost, type FakeHost, settle } from "@tidings/client/testing";
import { orderStatuses } from "@tidings/contracts/orders";
import { openDatabase } from "@tidings/server/store";
import { type SimulatedServer, simulateServer } from "@tidings/server/testing/simulated-server";
import fc from "fast-check";
import { expect } from "vitest";
import { simulatedTest } from "../testing/simulated-test.ts";
import { createUnreliableNetwork, type UnreliableNetwork } from "./unreliable-network.ts";

// Random histories of orders, through triggers, relay, log, hub and the client as a page uses it. The histories of one
// world share its server, log and clock, and so its crashes and its retention.

const HISTORIES_PER_WORLD = 50;

type Step =
  | { readonly type: "set"; readonly user: number; readonly order: number; readonly status: number }
  | { readonly type: "open"; readonly user: number; readonly turns: number }
  | { readonly type: "cut"; readonly user: number; readonly bytes: number }
  | { readonly type: "refuse"; readonly user: number; readonly status: number; readonly times: number }
  | { readonly type: "kill"; readonly halfway: boolean }
  | { readonly type: "start" }
  | { readonly type: "relay" }
  | { readonly type: "turn" }
  | { readonly type: "wait"; readonly ms: number };

const user = fc.nat(HISTORIES_PER_WORLD - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 50,
    arbitrary: fc.record({
      type: fc.constant("set"),
      user,
      order: fc.nat(2),
      status: fc.nat(orderStatuses.length - 1),
    }),
  },
  { weight: 10, arbitrary: fc.record({ type: fc.constant("open"), user, turns: fc.nat(4) }) },
  { weight: 10, arbitrary: fc.record({ type: fc.constant("cut"), user, bytes: fc.nat(600) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant("refuse"),
      user,
      status: fc.constantFrom(503, 429),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("kill"), halfway: fc.boolean() }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("start") }) },
  { weight: 10, arbitrary: fc.record({ type: fc.constant("relay") }) },
  { weight: 10, arbitrary: fc.record({ type: fc.constant("turn") }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("wait"), ms: fc.nat(4000) }) },
);

interface Tab {
  readonly user: string;
  readonly network: UnreliableNetwork;
  /** The events in the order that the page got them. */
  readonly received: { readonly sequence: number; readonly change: string }[];
  state(): unknown;
  close(): void;
}

function openTab(host: FakeHost, server: SimulatedServer, id: string, turns: number): Tab {
  const network = createUnreliableNetwork(server.fetch, turns);
  const client = createClient({ auth: { token: () => id }, host: { ...host, fetch: network.fetch } });
  const query = createOrdersQuery(client);
  const received: Tab["received"] = [];
  query.stream.on("order_status_update", ({ id: position, data }) =>
    received.push({ sequence: Number(position.split(":")[1]), change: `${data.order_id}@${data.revision}` }),
  );
  return {
    user: id,
    network,
    received,
    state: () =>
      query.getSnapshot().data?.orders.map(({ id: order, order_status, revision }) => [order, order_status, revision]),
    close() {
      query.close();
      client.close();
    },
  };
}

/** Rows as another program writes them. */
function createRows(database: DatabaseSync) {
  const addUser = database.prepare(
    "INSERT INTO users (id, email, name, role, password_hash) VALUES (?, ?, '', 'user', '')",
  );
  const place = database.prepare(
    `INSERT INTO orders (id, order_code, user_id, address_id, items, total_qty, final_amount_cents, order_status)
     VALUES (?, ?, ?, 'a', '[]', 0, 0, ?) ON CONFLICT (id) DO UPDATE SET order_status = excluded.order_status`,
  );
  const read = database.prepare(
    "SELECT id, order_status, revision FROM orders WHERE user_id = ? ORDER BY created_at DESC, rowid DESC",
  );
  return {
    addUser: (id: string) => addUser.run(id, id),
    set: (owner: string, order: number, status: number) =>
      place.run(`${owner}.${order}`, `ORD-${owner}.${order}`, owner, orderStatuses[status] ?? "Preparing"),
    of: (owner: string) => read.all(owner).map(({ id, order_status, revision }) => [id, order_status, revision]),
  };
}

async function live(steps: readonly Step[], retention: number): Promise<void> {
  const database = openDatabase(":memory:");
  const server = simulateServer(database, retention);
  const host = createFakeHost(server.fetch);
  const rows = createRows(database);
  const users = Array.from({ length: HISTORIES_PER_WORLD }, (_, index) => `u${index}`);
  for (const id of users) rows.addUser(id);
  server.start();
  const tabs = users.map((id, index) => openTab(host, server, id, index % 5));
  const tabsOf = (index: number) => tabs.filter((tab) => tab.user === `u${index}`);

  for (const next of steps) {
    if (next.type === "set") rows.set(`u${next.user}`, next.order, next.status);
    else if (next.type === "open") tabs.push(openTab(host, server, `u${next.user}`, next.turns));
    else if (next.type === "cut") for (const { network } of tabsOf(next.user)) network.cutAfter(next.bytes);
    else if (next.type === "refuse")
      for (const { network } of tabsOf(next.user)) network.refuse(next.status, next.times);
    else if (next.type === "kill") await server.kill(next.halfway);
    else if (next.type === "start") server.start();
    else if (next.type === "relay") await server.relay();
    else if (next.type === "turn") await new Promise((resolve) => setImmediate(resolve));
    else if (next.type === "wait") await host.advance(next.ms);
  }

  server.start();
  await server.relay();
  const behind = () => tabs.filter((tab) => JSON.stringify(tab.state()) !== JSON.stringify(rows.of(tab.user)));
  // Longer than the longest backoff; several times, for those who are refused or cut on the way.
  for (let round = 0; round < 8 && (round === 0 || behind().length > 0); round += 1) {
    await host.advance(31_000);
    await settle();
    await host.frame();
  }
  for (const tab of tabs) {
    expect(tab.state()).toEqual(rows.of(tab.user));
    const sequences = tab.received.map(({ sequence }) => sequence);
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    expect(new Set(tab.received.map(({ change }) => change)).size).toBe(sequences.length);
  }

  for (const tab of tabs) tab.close();
  await server.kill(false);
  await settle();
  expect(host.pending).toEqual({ timers: 0, frames: 0, listeners: 0 });
  expect(host.reported).toEqual([]);
  database.close();
}

/** How many worlds a test runs: one or two seconds on a quiet machine, so that a busy one is far from the time-out. */
const AT_A_TIME = 4;

/** Tests `worlds` worlds over a log with this retention: every page ends equal to the database. */
export function testHistories(worlds: number, what: string, retention: number): void {
  const history = fc.array(step, { minLength: 300, maxLength: 600, size: "max" });
  for (let from = 1; from <= worlds; from += AT_A_TIME) {
    const through = Math.min(worlds, from + AT_A_TIME - 1);
    simulatedTest(
      `D4 to D7, D14, C1: every page ends equal to the database, each event once and in order, over a log ${what} (worlds ${from} to ${through})`,
      async (signal) => {
        await fc.assert(
          fc.asyncProperty(history, async (steps) => {
            // fast-check is not stopped by the time-out: the worlds that it still wants are not begun.
            if (!signal.aborted) await live(steps, retention);
          }),
          { numRuns: through - from + 1 },
        );
      },
    );
  }
}
