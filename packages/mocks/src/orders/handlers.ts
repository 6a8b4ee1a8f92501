import { DEFAULT_PAGE } from "@tidings/contracts";
import type { User } from "@tidings/contracts/auth";
import {
  cancelOrder,
  getOrder,
  listOrders,
  mayCancelOrder,
  maySeeOrder,
  maySetOrderStatus,
  type Order,
  ordersStream,
  orderTotals,
  placeOrder,
  updateOrderStatus,
} from "@tidings/contracts/orders";
import type { HttpHandler } from "msw";
import { failure } from "../server/answer.ts";
import { mockEndpoint } from "../server/mock-endpoint.ts";
import type { MockServer } from "../server/mock-server.ts";
import { mockStream } from "../server/mock-stream.ts";
import type { OrderStore } from "./order-store.ts";

/** Every endpoint and stream of the orders domain, with the rules of the real server. */
export function ordersHandlers(server: MockServer, orders: OrderStore): readonly HttpHandler[] {
  /** To anyone but its owner and admins an order does not exist. */
  const visible = (id: string, user: User): Order | undefined => {
    const order = orders.get(id);
    return order && maySeeOrder(user, order) ? order : undefined;
  };

  return [
    mockStream(server, ordersStream),

    mockEndpoint(server, listOrders, ({ user, query: { scope, before, limit = DEFAULT_PAGE }, fail }) => {
      if (scope === "all" && user.role !== "admin") return fail(403);
      if (before !== undefined && !visible(before, user)) return fail(404);
      const position = server.head();
      const all = orders.list();
      const older = all.slice(all.findIndex(({ id }) => id === before) + 1);
      const found = older.filter((order) => scope === "all" || order.user_id === user.id);
      return { data: found.slice(0, Number(limit)), position };
    }),
    mockEndpoint(server, getOrder, ({ params, user, fail }) => {
      const order = visible(params.id, user);
      return order ? { data: order } : fail(404);
    }),
    mockEndpoint(server, placeOrder, ({ body, user }) => {
      const totals = orderTotals(body.items);
      if (!totals.ok) return failure(400, totals.issues);
      return { data: orders.place(user.id, body), message: "Order placed" };
    }),
    mockEndpoint(server, cancelOrder, ({ params, user, fail }) => {
      const order = visible(params.id, user);
      if (!order) return fail(404);
      if (!mayCancelOrder(user, order)) return fail(403);
      return { data: orders.setStatus(order.id, "Cancelled") ?? order, message: "Order cancelled" };
    }),
    mockEndpoint(server, updateOrderStatus, ({ params, body, user, fail }) => {
      const order = visible(params.id, user);
      if (!order) return fail(404);
      if (!maySetOrderStatus(user, order, body.order_status)) return fail(403);
      return { data: orders.setStatus(order.id, body.order_status) ?? order, message: "Order status updated" };
    }),
  ];
}
