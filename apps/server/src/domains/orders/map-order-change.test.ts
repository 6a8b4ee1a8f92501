import { orderStatuses } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { mapOrderChange } from "./map-order-change.ts";

const row = { id: "o", order_code: "ORD-A7X3B2", user_id: "u", order_status: "Order Received", revision: 1, items: [] };

const map = (operation: "INSERT" | "UPDATE" | "DELETE", oldRow: unknown, newRow: unknown) =>
  mapOrderChange({ id: 1, table: "orders", rowId: "o", operation, oldRow, newRow }).map(({ topic, event, data }) => [
    topic.name,
    event,
    data,
  ]);

const update = (order_status: string, revision: number, user = "u") => [
  `orders/${user}`,
  "order_status_update",
  { order_id: "o", order_code: "ORD-A7X3B2", order_status, revision },
];

it.each(orderStatuses)("a new status, %s, is told to the owner", (order_status) => {
  const before = { ...row, order_status: order_status === "Preparing" ? "Delivered" : "Preparing" };
  expect(map("UPDATE", before, { ...row, order_status, revision: 2 })).toEqual([update(order_status, 2)]);
});

it("a placed order is told with its first status, so that the owner's other tabs learn of it", () => {
  expect(map("INSERT", undefined, row)).toEqual([update("Order Received", 1)]);
});

it("a change of anything but status and owner is not told", () => {
  expect(map("UPDATE", row, { ...row, address_id: "b", revision: 2 })).toEqual([]);
});

it("an order that changes hands is told to its new owner alone", () => {
  expect(map("UPDATE", row, { ...row, user_id: "v", revision: 2 })).toEqual([update("Order Received", 2, "v")]);
});

it("a deletion is not told: brief 000 has no event for it", () => {
  expect(map("DELETE", row, undefined)).toEqual([]);
});

it("a status that does not exist cannot be told, but leaving it can", () => {
  const lost = { ...row, order_status: "Lost", revision: 2 };
  expect(() => map("UPDATE", row, lost)).toThrow(/Invalid status/);
  expect(map("UPDATE", lost, { ...row, revision: 3 })).toEqual([update("Order Received", 3)]);
});

it("what is no order throws, so that the relay puts it aside", () => {
  expect(() => map("INSERT", undefined, undefined)).toThrow();
  expect(() => map("UPDATE", "not json", row)).toThrow();
});
