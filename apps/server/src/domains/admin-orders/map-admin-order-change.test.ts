import { adminOrderStatuses, toOrderStatus } from "@tidings/contracts/admin-orders";
import { expect, it } from "vitest";
import { mapAdminOrderChange } from "./map-admin-order-change.ts";

const row = {
  id: "o",
  order_code: "ORD-A7X3B2",
  user_id: "u",
  address_id: "123 Main St",
  items: [{ name: "Tea", qty: 2, unit_price: 25 }],
  total_qty: 2,
  final_amount_cents: 5000,
  order_status: "Order Received",
  created_at: "2026-02-26T05:00:00.000Z",
  updated_at: "2026-02-26T05:00:00.000Z",
  revision: 1,
};
const shown = { id: "o", orderId: "o", orderCode: "ORD-A7X3B2", updatedAt: row.updated_at };

const map = (operation: "INSERT" | "UPDATE" | "DELETE", oldRow: unknown, newRow: unknown) =>
  mapAdminOrderChange({ id: 1, table: "orders", rowId: "o", operation, oldRow, newRow }).map(
    ({ topic, event, data }) => [topic.name, event, data],
  );

it("a placed order is a new_order with all that admins see", () => {
  expect(map("INSERT", undefined, row)).toEqual([
    [
      "admin-orders/PENDING",
      "new_order",
      {
        ...shown,
        userId: "u",
        items: row.items,
        totalQty: 2,
        totalAmount: 50,
        status: "PENDING",
        deliveryAddress: "123 Main St",
        createdAt: row.created_at,
        revision: 1,
      },
    ],
  ]);
});

it.each(adminOrderStatuses)("a change to %s goes to that status's topic with nothing but what changed", (status) => {
  const before = { ...row, order_status: status === "PENDING" ? "Preparing" : "Order Received" };
  const after = { ...row, order_status: toOrderStatus(status), revision: 2 };
  expect(map("UPDATE", before, after)).toEqual([
    [`admin-orders/${status}`, "order_update", { ...shown, status, revision: 2 }],
  ]);
});

it("whatever else changed is told along", () => {
  const after = {
    ...row,
    user_id: "v",
    address_id: "1 Elm",
    items: [],
    total_qty: 0,
    final_amount_cents: 0,
    revision: 2,
  };
  expect(map("UPDATE", row, after)[0]?.[2]).toMatchObject({
    userId: "v",
    deliveryAddress: "1 Elm",
    items: [],
    totalQty: 0,
    totalAmount: 0,
  });
});

it("a deletion is not told: brief 001 has no event for it", () => {
  expect(map("DELETE", row, undefined)).toEqual([]);
});

it("a status that does not exist cannot be told, but leaving it can", () => {
  const lost = { ...row, order_status: "Lost", revision: 2 };
  expect(() => map("UPDATE", row, lost)).toThrow(/Invalid status/);
  expect(map("UPDATE", lost, { ...row, revision: 3 })).toHaveLength(1);
});
