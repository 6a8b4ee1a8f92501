import { type Order, sampleOrders } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { applyStatusUpdate, mergeOrder, type OrderHistory } from "./reduce-orders.ts";

const [first, second] = sampleOrders;
const history: OrderHistory = { orders: [first, second], hasOlder: true };
const change = { order_id: second.id, order_code: second.order_code, order_status: "Delivered", revision: 2 } as const;

it("a newer revision changes its order and no other", () => {
  const changed = applyStatusUpdate(history, change);
  expect(changed?.orders).toEqual([first, { ...second, order_status: "Delivered", revision: 2 }]);
  expect(changed?.orders[0]).toBe(first);
  expect(changed?.hasOlder).toBe(true);
});

it("D6.2: the same or an older revision changes nothing", () => {
  expect(applyStatusUpdate(history, { ...change, revision: 1 })).toBe(history);
});

it("an order that is not there is undefined", () => {
  expect(applyStatusUpdate(history, { ...change, order_id: "other" })).toBeUndefined();
});

it("merges an answer in its place, as the newest, or not at all when it is old", () => {
  const newer: Order = { ...second, revision: 3 };
  expect(mergeOrder(history, newer)).toEqual({ orders: [first, newer], hasOlder: true });
  expect(mergeOrder({ ...history, orders: [first] }, second).orders).toEqual([second, first]);
  expect(mergeOrder({ ...history, orders: [newer] }, second).orders).toEqual([newer]);
  // What the stream told of it has no more than the status: the answer of the same revision has the rest.
  const whole: Order = { ...second, final_amount: 1 };
  expect(mergeOrder(history, whole).orders[1]).toBe(whole);
});
