import { DEFAULT_PAGE } from "@tidings/contracts";
import { login, logout, me, type User } from "@tidings/contracts/auth";
import {
  cancelOrder,
  getOrder,
  isCancellable,
  listOrders,
  type Order,
  ordersStream,
  placeOrder,
  updateOrderStatus,
} from "@tidings/contracts/orders";
import type { HttpHandler } from "msw";
import { mockEndpoint } from "../mock-endpoint.ts";
import type { MockServer } from "../mock-server.ts";
import { mockStream } from "../mock-stream.ts";
import type { Accounts } from "./accounts.ts";
import type { OrderBook } from "./book.ts";

const cookie = (value: string, rest = "") => ({ "Set-Cookie": `jwt=${value}; Path=/; HttpOnly; SameSite=Lax${rest}` });

/** Every endpoint and stream of the orders and auth domains, with the rules of the real server. */
export function ordersHandlers(server: MockServer, book: OrderBook, accounts: Accounts): readonly HttpHandler[] {
  /** To anyone but its owner and admins an order does not exist. */
  const visible = (id: string, user: User): Order | undefined => {
    const order = book.get(id);
    return order && (order.user_id === user.id || user.role === "admin") ? order : undefined;
  };

  return [
    // Before getOrder, whose path it would match.
    mockStream(server, ordersStream),

    mockEndpoint(server, login, ({ body, fail }) => {
      const session = accounts.signIn(body.email, body.password);
      return session ? { data: session, headers: cookie(session.token) } : fail(401);
    }),
    mockEndpoint(server, logout, ({ token }) => {
      accounts.signOut(token);
      return { data: {}, headers: cookie("", "; Max-Age=0") };
    }),
    mockEndpoint(server, me, ({ user }) => ({ data: user })),

    mockEndpoint(server, listOrders, ({ user, query: { scope, before, limit = DEFAULT_PAGE }, fail }) => {
      if (scope === "all" && user.role !== "admin") return fail(403);
      if (before !== undefined && !visible(before, user)) return fail(404);
      const position = server.head();
      const all = book.list();
      const older = all.slice(all.findIndex(({ id }) => id === before) + 1);
      const found = older.filter((order) => scope === "all" || order.user_id === user.id);
      return { data: found.slice(0, Number(limit)), position };
    }),
    mockEndpoint(server, getOrder, ({ params, user, fail }) => {
      const order = visible(params.id, user);
      return order ? { data: order } : fail(404);
    }),
    mockEndpoint(server, placeOrder, ({ body, user }) => ({
      data: book.place(user.id, body),
      message: "Order placed",
    })),
    mockEndpoint(server, cancelOrder, ({ params, user, fail }) => {
      const order = visible(params.id, user);
      if (!order) return fail(404);
      if (!isCancellable(order.order_status)) return fail(403);
      return { data: book.setStatus(order.id, "Cancelled") ?? order, message: "Order cancelled" };
    }),
    mockEndpoint(server, updateOrderStatus, ({ params, body, user, fail }) => {
      const order = visible(params.id, user);
      if (!order) return fail(404);
      const mayCancel = body.order_status === "Cancelled" && isCancellable(order.order_status);
      if (user.role !== "admin" && !mayCancel) return fail(403);
      return { data: book.setStatus(order.id, body.order_status) ?? order, message: "Order status updated" };
    }),
  ];
}
