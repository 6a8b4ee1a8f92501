import { DEFAULT_PAGE } from "@tidings/contracts";
import {
  type AdminOrder,
  adminOrdersStream,
  COUNTS_TOPIC,
  filteredStatuses,
  listAdminOrders,
  recentOrders,
  submitOrder,
} from "@tidings/contracts/admin-orders";
import { serveEndpoint, serveStreamRoute } from "@tidings/express";
import type { Relay } from "@tidings/outbox";
import type { EndpointHost, StreamHost } from "../../http/hosts.ts";
import type { AdminOrderService } from "./admin-order-service.ts";

/** What the admin orders' routes need. */
export interface AdminOrdersDomain {
  readonly adminOrders: AdminOrderService;
  readonly relay: Pick<Relay, "catchUp">;
}

/** Brief 001: the admins' stream, its polling fallback, and how apps place orders. */
export function serveAdminOrders(host: EndpointHost & StreamHost, { adminOrders, relay }: AdminOrdersDomain): void {
  serveStreamRoute(host, adminOrdersStream, (_principal, { status, counts }) => ({
    topics: [...filteredStatuses(status), ...(counts === "true" ? [COUNTS_TOPIC] : [])].map(adminOrdersStream.topic),
    greeting: { type: "connected" as const },
  }));

  serveEndpoint(host, recentOrders, async ({ query: { status, limit = DEFAULT_PAGE } }) => {
    // The position before the rows: what commits in between is in both, and its revision tells (D5.1, D6.2).
    await relay.catchUp();
    const position = await host.hub.head();
    return { data: [...(await adminOrders.recent({ status, limit: Number(limit) }))], position };
  });

  serveEndpoint(host, listAdminOrders, async ({ query: { limit = DEFAULT_PAGE, ...query } }) => {
    // The position before the rows and the counts: what commits in between is in both, and its revision tells (D5.1, D6.2).
    await relay.catchUp();
    const position = await host.hub.head();
    return { data: await adminOrders.list({ ...query, limit: Number(limit) }), position };
  });

  serveEndpoint(host, submitOrder, async ({ principal, body, keep }) => {
    const answer = (data: AdminOrder) => ({ data, message: "Order submitted" });
    return answer(await adminOrders.submit(principal.user, body, (placed) => keep(answer(placed))));
  });
}
