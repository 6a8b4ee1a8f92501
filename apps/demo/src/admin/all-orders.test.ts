import { createClient } from "@tidings/client";
import { sampleUsers } from "@tidings/contracts/auth";
import { sampleOrders } from "@tidings/contracts/orders";
import { createManualClock, type ManualClock } from "@tidings/mocks";
import { createOrdersWorld, type OrdersWorld } from "@tidings/mocks/orders";
import { setupServer } from "msw/node";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { type AllOrders, type AllOrdersState, createAllOrders, REFRESH_MS } from "./all-orders.ts";

const msw = setupServer();
beforeAll(() => msw.listen());
afterAll(() => msw.close());

let world: OrdersWorld;
let clock: ManualClock;
let all: AllOrders;
/** Holds an answer back on its way to the page. */
let onAnswer: (() => Promise<void>) | undefined;
let page: { hidden: boolean; changed: () => void };

beforeEach(() => {
  world = createOrdersWorld({ signedInAs: sampleUsers.admin });
  msw.use(...world.handlers);
  clock = createManualClock();
  page = { hidden: false, changed: () => {} };
  onAnswer = undefined;
  const host = {
    async fetch(url: string, init: RequestInit) {
      const response = await fetch(url, init);
      await onAnswer?.();
      return response;
    },
  };
  all = createAllOrders(createClient({ baseUrl: "http://demo.test", host }), {
    now: clock.now,
    setTimer: clock.schedule,
    isHidden: () => page.hidden,
    onVisible(listener) {
      page.changed = listener;
      return () => {
        page.changed = () => {};
      };
    },
  });
});

afterEach(() => {
  world.stop();
  msw.resetHandlers();
  expect(clock.pending, "timers left").toBe(0);
});

/** The first state that will do. Keeps the store going until then. */
function until(accept: (state: AllOrdersState) => boolean): Promise<AllOrdersState> {
  return new Promise((resolve) => {
    const leave = all.subscribe(() => {
      if (!accept(all.getState())) return;
      resolve(all.getState());
      queueMicrotask(leave);
    });
  });
}

const [first] = sampleOrders;
const statusOf = (state: AllOrdersState) => state.orders.find(({ id }) => id === first.id)?.order_status;

test("everyone's orders are asked for with the first listener, and again after each wait", async () => {
  const leave = all.subscribe(() => {});
  const ready = await until((state) => state.status === "ready");
  expect(ready.orders).toHaveLength(6);
  expect(ready.fetchedAt).toBe(clock.now());
  world.orders.setStatus(first.id, "Preparing");
  const later = until((state) => statusOf(state) === "Preparing");
  clock.advance(REFRESH_MS);
  await later;
  leave();
  leave();
});

test("a hidden page asks nothing, and asks at once when it is seen again", async () => {
  const leave = all.subscribe(() => {});
  await until((state) => state.status === "ready");
  page.hidden = true;
  page.changed();
  expect(clock.pending).toBe(0);
  world.orders.setStatus(first.id, "Preparing");
  page.hidden = false;
  const seen = until((state) => statusOf(state) === "Preparing");
  page.changed();
  await seen;
  leave();
});

test("one's own change shows without another look, and an older answer does not take it back", async () => {
  const leave = all.subscribe(() => {});
  const ready = await until((state) => state.status === "ready");
  const order = ready.orders.find(({ id }) => id === first.id) ?? expect.unreachable();
  const answered = Promise.withResolvers<void>();
  const arrives = Promise.withResolvers<void>();
  onAnswer = () => {
    onAnswer = undefined;
    answered.resolve();
    return arrives.promise;
  };
  const look = all.refresh();
  await answered.promise;
  const change = all.setStatus(order, "Out for Delivery");
  expect(all.getState().changing).toEqual([first.id]);
  await change;
  expect(statusOf(all.getState())).toBe("Out for Delivery");
  expect(all.getState().changing).toEqual([]);
  arrives.resolve();
  await look;
  expect(statusOf(all.getState())).toBe("Out for Delivery");
  leave();
});

test("a failed look keeps the orders and says why; a failed change says so to who asked", async () => {
  const leave = all.subscribe(() => {});
  await until((state) => state.status === "ready");
  world.server.refuse(503);
  await all.refresh();
  expect(all.getState()).toMatchObject({ status: "error", error: { status: 503 }, orders: { length: 6 } });
  const [order] = all.getState().orders;
  await expect(all.setStatus(order ?? expect.unreachable(), "Delivered")).rejects.toMatchObject({ status: 503 });
  expect(all.getState().changing).toEqual([]);
  leave();
});
