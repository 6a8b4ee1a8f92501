import { type Order, sampleOrders } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { applyStatusUpdate, mergeOrder } from "./reduce-orders.ts";

const [first, second] = sampleOrders;
const orders: readonly Order[] = [first, second];
const change = { order_id: second.id, order_code: second.order_code, order_status: "Delivered", revision: 2 } as const;

it("a newer revision changes its order and no other", () => {
  const changed = applyStatusUpdate(orders, change);
  expect(changed).toEqual([first, { ...second, order_status: "Delivered", revision: 2 }]);
  expect(changed?.[0]).toBe(first);
});

it("D6: the same or an older revision changes nothing", () => {
  expect(applyStatusUpdate(orders, { ...change, revision: 1 })).toBe(orders);
});

it("an order that is not there is undefined", () => {
  expect(applyStatusUpdate(orders, { ...change, order_id: "other" })).toBeUndefined();
});

it("merges an answer in its place, as the newest, or not at all when it is old", () => {
  const newer: Order = { ...second, revision: 3 };
  expect(mergeOrder(orders, newer)).toEqual([first, newer]);
  expect(mergeOrder([first], second)).toEqual([second, first]);
  expect(mergeOrder([newer], second)).toEqual([newer]);
});
