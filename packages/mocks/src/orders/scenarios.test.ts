import { sampleUsers } from "@tidings/contracts/auth";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createManualClock, type ManualClock } from "../manual-clock.ts";
import { play } from "../playback.ts";
import { ordersScenarios } from "./scenarios.ts";
import { createOrdersWorld, type OrdersWorld } from "./world.ts";

let clock: ManualClock;
let world: OrdersWorld;

beforeEach(() => {
  clock = createManualClock();
  world = createOrdersWorld({ clock });
});

afterEach(() => {
  world.stop();
  expect(clock.pending, "timers left after stop").toBe(0);
});

test("every scenario plays to its end and leaves the network up", () => {
  for (const scenario of Object.values(ordersScenarios(world))) {
    const playback = play(world.server, scenario);
    clock.advance(60_000);
    expect(playback.getState(), scenario.name).toMatchObject({ status: "done" });
    if (world.server.getState().network.kind === "refusing") world.server.goOnline();
    expect(world.server.getState().network.kind, scenario.name).toBe("up");
  }
});

test("a calm day never runs out of orders to move", () => {
  play(world.server, ordersScenarios(world).calmDay, { loop: true });
  clock.advance(30 * 60_000);
  const open = world.orders.list(sampleUsers.grace.id).filter((order) => order.order_status !== "Delivered");
  expect(open.length).toBeGreaterThan(0);
});

test("rush hour is a burst: dozens of changes in a few seconds", () => {
  const before = Number(world.server.head().split(":")[1]);
  play(world.server, ordersScenarios(world).rushHour);
  clock.advance(3000);
  expect(Number(world.server.head().split(":")[1]) - before).toBeGreaterThanOrEqual(12);
});
