import type { Core, Domain } from "../domain.ts";
import { createOrderRepository } from "../orders/order-repository.ts";
import { createOrderService } from "../orders/order-service.ts";
import { createAdminOrderService } from "./admin-order-service.ts";
import { mapAdminOrderChange } from "./map-admin-order-change.ts";
import { countsTopic, createCountsPublisher, createOrderCounts } from "./order-counts.ts";
import { serveAdminOrders } from "./routes.ts";

/** Brief 001: everyone's orders, for admins, and how apps place them. The rows are those of the orders' domain. */
export function createAdminOrders(core: Core): Domain {
  const { store, onUnreadable, hub, logger, users, catchUp, readSnapshot } = core;
  const orderRepository = createOrderRepository(store, onUnreadable);
  const orders = createOrderService(orderRepository, catchUp);
  const counts = createOrderCounts(store);
  const publishCounts = createCountsPublisher({
    counts,
    publish: hub.publish,
    onFailure: (err) => logger.warn({ err }, "the counts of orders could not be told"),
  });
  const adminOrders = createAdminOrderService({ orderRepository, orders, users, counts });
  return {
    mappers: { orders: mapAdminOrderChange },
    reactions: { orders: publishCounts },
    onHubReport(report) {
      // Counts are not stored, so every new connection is sent them.
      if (report.type === "opened" && report.connection.topics.includes(countsTopic.name)) publishCounts();
    },
    serve: (context) => serveAdminOrders(context, { adminOrders, readSnapshot }),
  };
}
