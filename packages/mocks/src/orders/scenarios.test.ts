import { sampleUsers } from "@tidings/contracts/auth";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createMockApp, type MockApp } from "../auth/mock-app.ts";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { play } from "../scenario/playback.ts";
import { createOrdersMock, type OrdersMock } from "./orders-mock.ts";
import { ordersScenarios } from "./scenarios.ts";

let clock: ManualClock;
let app: MockApp;
let world: OrdersMock;

beforeEach(() => {
  clock = createManualClock();
  app = createMockApp({ clock });
  world = createOrdersMock(app);
});

afterEach(() => {
  world.stop();
  expect(clock.pending, "timers left after stop").toBe(0);
});

test("every scenario plays to its end and leaves the network up", () => {
  for (const scenario of Object.values(ordersScenarios(world, app))) {
    const playback = play(world.server, scenario);
    clock.advance(60_000);
    expect(playback.getState(), scenario.name).toMatchObject({ status: "done" });
    if (world.server.getState().network.kind === "refusing") world.server.goOnline();
    expect(world.server.getState().network.kind, scenario.name).toBe("up");
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
