import { sampleUsers } from "@tidings/contracts/auth";
import { sampleOrders } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { seedOrders } from "./seed.ts";

const now = Date.parse("2030-05-01T12:00:00.000Z");

it("begins with the contract's orders of Ada and two of Grace's, each with an id and a code of its own", () => {
  const orders = seedOrders(now);
  expect(orders.map(({ user_id }) => user_id)).toEqual([
    ...sampleOrders.map(() => sampleUsers.ada.id),
    ...[sampleUsers.grace.id, sampleUsers.grace.id],
  ]);
  expect(new Set(orders.map(({ id }) => id)).size).toBe(orders.length);
  expect(new Set(orders.map(({ order_code }) => order_code)).size).toBe(orders.length);
  expect(orders.slice(4).map(({ order_status }) => order_status)).toEqual(["Order Received", "Out for Delivery"]);
});

it("the newest has changed just now, and the times between them are the samples'", () => {
  const orders = seedOrders(now).slice(0, sampleOrders.length);
  expect(Math.max(...orders.map(({ updated_at }) => Date.parse(updated_at)))).toBe(now);
  const [newest = 0] = sampleOrders.map(({ updated_at }) => Date.parse(updated_at)).toSorted((a, b) => b - a);
  for (const [index, order] of orders.entries()) {
    const sample = sampleOrders[index];
    expect(Date.parse(order.created_at) - now).toBe(Date.parse(sample?.created_at ?? "") - newest);
    expect(Date.parse(order.updated_at) - now).toBe(Date.parse(sample?.updated_at ?? "") - newest);
  }
});
