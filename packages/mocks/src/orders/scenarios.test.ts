import { sampleUsers } from "@tidings/contracts/auth";
import { sampleOrders } from "@tidings/contracts/orders";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createMockApp, type MockApp } from "../auth/mock-app.ts";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { play } from "../scenario/playback.ts";
import type { MockServer } from "../server/mock-server.ts";
import { createOrdersMock, type OrdersMock } from "./orders-mock.ts";
import { type OrdersScenarioName, ordersScenarios } from "./scenarios.ts";

let clock: ManualClock;
let app: MockApp;
let world: OrdersMock;

beforeEach(() => {
  clock = createManualClock();
  app = createMockApp({ clock });
  world = createOrdersMock(app);
});

afterEach(() => {
  world.close();
  expect(clock.pending, "timers left after stop").toBe(0);
});

test("every scenario plays to its end and leaves the network up", () => {
  for (const scenario of Object.values(ordersScenarios(world, app))) {
    const playback = play(world.server, scenario);
    clock.advance(60_000);
    expect(playback.getSnapshot(), scenario.name).toMatchObject({ status: "done" });
    if (world.server.getSnapshot().network.kind === "refusing") world.server.goOnline();
    expect(world.server.getSnapshot().network.kind, scenario.name).toBe("up");
  }
});

test("a calm day never runs out of orders to move", () => {
  play(world.server, ordersScenarios(world, app).calmDay, { loop: true });
  clock.advance(30 * 60_000);
  const open = world.orders.list(sampleUsers.grace.id).filter((order) => order.order_status !== "Delivered");
  expect(open.length).toBeGreaterThan(0);
});

test("rush hour is a burst: dozens of changes in a few seconds", () => {
  const before = Number(world.server.head().split(":")[1]);
  play(world.server, ordersScenarios(world, app).rushHour);
  clock.advance(3000);
  expect(Number(world.server.head().split(":")[1]) - before).toBeGreaterThanOrEqual(12);
});

/** What a scenario does and when, in milliseconds from its beginning. */
function chronicle(name: OrdersScenarioName): string[] {
  const began = clock.now();
  const done: string[] = [];
  const names = new Map<string, string>(Object.values(sampleUsers).map((user) => [user.id, user.name]));
  const note = (what: string) => void done.push(`${clock.now() - began}: ${what}`);
  const server: MockServer = {
    ...world.server,
    drop: () => note("cut"),
    gap: () => note("gap"),
    silence: () => note("silence"),
    goOffline: () => note("offline"),
    goOnline: () => note("well again"),
    refuse: (status, options) => note(`${status} ${JSON.stringify(options)}`),
    loseAnswers: (times = 1) => note(`loses ${times}`),
  };
  const mock: OrdersMock = {
    ...world,
    advanceOldest(userId = "anyone") {
      note(`${names.get(userId)}'s moves`);
      return undefined;
    },
    orders: {
      ...world.orders,
      place(userId) {
        note(`${names.get(userId)} orders`);
        return sampleOrders[0];
      },
    },
  };
  play(server, ordersScenarios(mock, { expireSessions: () => note("sessions end") })[name]);
  clock.advance(60_000);
  return done;
}

const streams503 = (retryAfter: number) => `503 {"retryAfter":${retryAfter},"times":1,"scope":"streams"}`;

test.each<[OrdersScenarioName, readonly string[]]>([
  ["calmDay", ["6000: Ada's moves", "13000: Grace's moves", "18000: Ada's moves", "26000: Grace orders"]],
  [
    "rushHour",
    [
      ...[1, 2, 3, 4, 5, 6].map((order) => `${order * 50}: Ada orders`),
      ...Array.from({ length: 20 }, (_, move) => `${400 + move * 100}: Ada's moves`),
    ],
  ],
  [
    "flakyNetwork",
    [
      ...[0, 2700, 5400].flatMap((at) => [
        `${at + 2500}: cut`,
        `${at + 2600}: Ada's moves`,
        `${at + 2700}: ${streams503(1)}`,
      ]),
      "10100: well again",
    ],
  ],
  ["silentConnection", ["1000: silence", "1500: Ada's moves"]],
  ["gap", ["1000: Ada's moves", `2500: ${streams503(2)}`, "2800: Ada's moves", "3000: gap"]],
  ["serverDown", ['1000: 503 {"retryAfter":3}', "6000: Ada's moves", "13000: well again"]],
  ["offline", ["500: offline", "4500: Ada's moves", "8500: well again"]],
  ["lostAnswer", ["0: loses 1", "30000: well again"]],
  ["expiredSession", ["1500: sessions end"]],
])("what happens in %s happens in its order and at its time", (name, happens) => {
  expect(chronicle(name)).toEqual(happens);
});
