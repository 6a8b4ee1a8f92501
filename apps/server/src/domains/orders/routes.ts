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
import type { Relay } from "@tidings/outbox";
import type { EndpointHost, StreamHost } from "../../http/hosts.ts";
import type { OrderService } from "./order-service.ts";
import { readSnapshot } from "./order-snapshot.ts";

/** What the orders' routes need. */
export interface OrdersDomain {
  readonly orders: OrderService;
  readonly relay: Pick<Relay, "catchUp">;
}

/** The orders' stream and endpoints. */
export function serveOrders(host: EndpointHost & StreamHost, { orders, relay }: OrdersDomain): void {
  // Before /api/orders/:id, which would take "stream" for an id.
  serveStreamRoute(host, ordersStream, ({ user }) => ({
    topics: [ordersStream.topic(user.id)],
    greeting: { message: "SSE connected" as const },
  }));

  serveEndpoint(host, listOrders, ({ principal, query: { limit = DEFAULT_PAGE, ...query } }) =>
    readSnapshot({ hub: host.hub, relay, orders }, principal.user, { ...query, limit: Number(limit) }),
  );

  serveEndpoint(host, getOrder, async ({ principal, params }) => ({
    data: await orders.get(principal.user, params.id),
  }));

  serveEndpoint(host, placeOrder, async ({ principal, body, keep }) => {
    const answer = (data: Order) => ({ data, message: "Order placed" });
    return answer(await orders.place(principal.user, body, (placed) => keep(answer(placed))));
  });

  serveEndpoint(host, cancelOrder, async ({ principal, params }) => ({
    data: await orders.cancel(principal.user, params.id),
    message: "Order cancelled",
  }));

  serveEndpoint(host, updateOrderStatus, async ({ principal, params, body }) => ({
    data: await orders.setStatus(principal.user, params.id, body.order_status),
    message: "Order status updated",
  }));
}
