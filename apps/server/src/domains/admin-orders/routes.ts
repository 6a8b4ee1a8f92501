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
import type { RouteContext } from "../../http/route-context.ts";
import type { ReadSnapshot } from "../read-snapshot.ts";
import type { AdminOrderService } from "./admin-order-service.ts";

/** What the admin orders' routes need. */
export interface AdminOrdersRoutes {
  readonly adminOrders: AdminOrderService;
  readonly readSnapshot: ReadSnapshot;
}

/** Brief 001: the admins' stream, its polling fallback, and how apps place orders. */
export function serveAdminOrders(context: RouteContext, { adminOrders, readSnapshot }: AdminOrdersRoutes): void {
  serveStreamRoute(context, adminOrdersStream, (_principal, { status, counts }) => ({
    topics: [...filteredStatuses(status), ...(counts === "true" ? [COUNTS_TOPIC] : [])].map(adminOrdersStream.topic),
    greeting: { type: "connected" as const },
  }));

  serveEndpoint(context, recentOrders, ({ query: { status, limit = DEFAULT_PAGE } }) =>
    readSnapshot(async () => [...(await adminOrders.recent({ status, limit: Number(limit) }))]),
  );

  serveEndpoint(context, listAdminOrders, ({ query: { limit = DEFAULT_PAGE, ...query } }) =>
    readSnapshot(() => adminOrders.list({ ...query, limit: Number(limit) })),
  );

  serveEndpoint(context, submitOrder, async ({ principal, body, keep }) => {
    const answer = (data: AdminOrder) => ({ data, message: "Order submitted" });
    return answer(await adminOrders.submit(principal.user, body, (placed) => keep(answer(placed))));
  });
}
