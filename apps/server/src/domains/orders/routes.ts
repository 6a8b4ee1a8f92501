import { DEFAULT_PAGE } from "@tidings/contracts";
import {
  cancelOrder,
  getOrder,
  listOrders,
  type Order,
  ordersStream,
  placeOrder,
  updateOrderStatus,
} from "@tidings/contracts/orders";
import { serveEndpoint, serveStreamRoute } from "@tidings/express";
import type { RouteContext } from "../../http/route-context.ts";
import type { ReadSnapshot } from "../read-snapshot.ts";
import type { OrderService } from "./order-service.ts";

/** What the orders' routes need. */
export interface OrdersRoutes {
  readonly orders: OrderService;
  readonly readSnapshot: ReadSnapshot;
}

/** The orders' stream and endpoints. */
export function serveOrders(context: RouteContext, { orders, readSnapshot }: OrdersRoutes): void {
  // Before /api/orders/:id, which would take "stream" for an id.
  serveStreamRoute(context, ordersStream, ({ user }) => ({
    topics: [ordersStream.topic(user.id)],
    greeting: { message: "SSE connected" as const },
  }));

  serveEndpoint(context, listOrders, ({ principal, query: { limit = DEFAULT_PAGE, ...query } }) =>
    readSnapshot(async () => [...(await orders.list(principal.user, { ...query, limit: Number(limit) }))]),
  );

  serveEndpoint(context, getOrder, async ({ principal, params }) => ({
    data: await orders.get(principal.user, params.id),
  }));

  serveEndpoint(context, placeOrder, async ({ principal, body, keep }) => {
    const answer = (data: Order) => ({ data, message: "Order placed" });
    return answer(await orders.place(principal.user, body, (placed) => keep(answer(placed))));
  });

  serveEndpoint(context, cancelOrder, async ({ principal, params }) => ({
    data: await orders.cancel(principal.user, params.id),
    message: "Order cancelled",
  }));

  serveEndpoint(context, updateOrderStatus, async ({ principal, params, body }) => ({
    data: await orders.setStatus(principal.user, params.id, body.order_status),
    message: "Order status updated",
  }));
}
