import { DEFAULT_PAGE } from "@tidings/contracts";
import {
  adminOrdersStream,
  COUNTS_TOPIC,
  checkTotalAmount,
  filteredStatuses,
  listAdminOrders,
  mayPlaceOrderFor,
  type OrderCounts,
  recentOrders,
  submitOrder,
  toAdminOrder,
} from "@tidings/contracts/admin-orders";
import { sampleUsers } from "@tidings/contracts/auth";
import type { HttpHandler } from "msw";
import type { OrderStore } from "../orders/order-store.ts";
import { failure } from "../server/answer.ts";
import { mockEndpoint } from "../server/mock-endpoint.ts";
import type { MockServer } from "../server/mock-server.ts";
import { mockStream } from "../server/mock-stream.ts";

/** Every endpoint and stream of brief 001, with the rules of the real server. */
export function adminOrdersHandlers(
  server: MockServer,
  orders: OrderStore,
  counts: () => OrderCounts,
): readonly HttpHandler[] {
  return [
    mockStream(server, adminOrdersStream, {
      topics: ({ query }) => [...filteredStatuses(query.status), ...(query.counts === "true" ? [COUNTS_TOPIC] : [])],
    }),

    mockEndpoint(server, listAdminOrders, ({ query: { status, before, limit = DEFAULT_PAGE }, fail }) => {
      const position = server.head();
      if (before !== undefined && orders.get(before) === undefined) return fail(404);
      const wanted = new Set(filteredStatuses(status));
      const all = orders.list().map(toAdminOrder);
      const older = all.slice(all.findIndex(({ id }) => id === before) + 1).filter((order) => wanted.has(order.status));
      const page = older.slice(0, Number(limit));
      const next = older.length > page.length ? (page.at(-1)?.id ?? null) : null;
      return { data: { orders: page, next, counts: counts() }, position };
    }),

    mockEndpoint(server, recentOrders, ({ query: { status, limit = DEFAULT_PAGE } }) => {
      const position = server.head();
      const wanted = new Set(filteredStatuses(status));
      const found = orders
        .list()
        .map(toAdminOrder)
        .filter((order) => wanted.has(order.status))
        .sort((a, b) => b.updatedAt.localeCompare(a.updatedAt));
      return { data: found.slice(0, Number(limit)), position };
    }),

    mockEndpoint(server, submitOrder, ({ user, body: { userId, order }, fail }) => {
      // Check the right first: a user who may not order for others must not learn whether such a user exists.
      if (!mayPlaceOrderFor(user, userId)) return fail(403);
      if (!Object.values(sampleUsers).some(({ id }) => id === userId)) return fail(404);
      const { items, totalAmount, deliveryAddress } = order;
      const total = checkTotalAmount(items, totalAmount);
      if (!total.ok) return failure(400, total.issues);
      const placed = orders.place(userId, { address_id: deliveryAddress, items });
      return { data: toAdminOrder(placed), message: "Order submitted" };
    }),
  ];
}
