import { type OrderCounts, toAdminStatus } from "@tidings/contracts/admin-orders";
import type { OrderStore } from "../orders/order-store.ts";

/** Counts a store's orders by status; the revision is the sum of the orders' own, which only grows. */
export function countOrders(orders: Pick<OrderStore, "list">): OrderCounts {
  const counts = { PENDING: 0, CONFIRMED: 0, OUT_FOR_DELIVERY: 0, DELIVERED: 0, CANCELLED: 0, revision: 0 };
  for (const { order_status, revision } of orders.list()) {
    counts[toAdminStatus(order_status)] += 1;
    counts.revision += revision;
  }
  return counts;
}
