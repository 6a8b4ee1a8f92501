import { sampleUsers } from "@tidings/contracts/auth";
import { sampleOrders } from "@tidings/contracts/orders";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { createOrderStore, type OrderListener, type OrderStore } from "./order-store.ts";

const { ada, grace } = sampleUsers;
const [received] = sampleOrders;
const ordered = { address_id: "a-1", items: [{ name: "Bun", qty: 3, unit_price: 0.1 }] };
let clock: ManualClock;
let store: OrderStore;

beforeEach(() => {
  clock = createManualClock();
  store = createOrderStore({ clock, orders: [] });
});

afterEach(() => {
  vi.restoreAllMocks();
});

it("lists one user's orders or everyone's, the newest first, and those of one moment as they were placed", () => {
  const first = store.place(ada.id, ordered);
  const second = store.place(grace.id, ordered);
  clock.advance(1);
  const third = store.place(ada.id, ordered);
  expect(store.list()).toEqual([third, first, second]);
  expect(store.list(ada.id)).toEqual([third, first]);
  expect(store.list("nobody")).toEqual([]);
});

it("tells of an order that is placed, with its total to the cent", () => {
  const heard = vi.fn<OrderListener>();
  const leave = store.watch(heard);
  const order = store.place(ada.id, ordered);
  const now = new Date(clock.now()).toISOString();
  expect(order).toEqual({
    id: expect.any(String),
    order_code: expect.stringMatching(/^ORD-[A-HJ-NP-Z2-9]{6}$/),
    user_id: ada.id,
    ...ordered,
    total_qty: 3,
    final_amount: 0.3,
    order_status: "Order Received",
    created_at: now,
    updated_at: now,
    revision: 1,
  });
  expect(store.get(order.id)).toBe(order);
  leave();
  store.place(ada.id, ordered);
  expect(heard.mock.calls).toEqual([[order, undefined]]);
});

it("a code that an order has already is not given out again", () => {
  let draws = 0;
  vi.spyOn(Math, "random").mockImplementation(() => (draws++ < 20 ? 0 : 0.5));
  expect(store.place(ada.id, ordered).order_code).toBe("ORD-AAAAAA");
  expect(store.place(ada.id, ordered).order_code).toMatch(/^ORD-A*S+$/);
});

it("refuses a price with fractions of a cent, and keeps nothing of it", () => {
  const dust = { ...ordered, items: [{ name: "Dust", qty: 1, unit_price: 0.001 }] };
  expect(() => store.place(ada.id, dust)).toThrow(expect.objectContaining({ code: "invalid_row" }));
  expect(store.list()).toEqual([]);
});

it("a change of status counts the revision up and is told with what was before; none is none", () => {
  const rows = createOrderStore({ clock, orders: [received] });
  const heard = vi.fn<OrderListener>();
  rows.watch(heard);
  clock.advance(5);
  expect(rows.setStatus("nobody's", "Delivered")).toBeUndefined();
  expect(rows.setStatus(received.id, received.order_status)).toBeUndefined();
  expect(heard).not.toHaveBeenCalled();
  const changed = rows.setStatus(received.id, "Delivered");
  expect(changed).toEqual({
    ...received,
    order_status: "Delivered",
    updated_at: new Date(clock.now()).toISOString(),
    revision: received.revision + 1,
  });
  expect(heard.mock.calls).toEqual([[changed, received]]);
});
