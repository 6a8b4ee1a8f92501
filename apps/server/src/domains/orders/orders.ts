import type { Core, Domain } from "../domain.ts";
import { mapOrderChange } from "./map-order-change.ts";
import { createOrderRepository } from "./order-repository.ts";
import { createOrderService } from "./order-service.ts";
import { serveOrders } from "./routes.ts";
import { seedOrders } from "./seed-orders.ts";

/** Brief 000: a user's orders, and their status as it changes. */
export function createOrders({ store, onUnreadable, catchUp, readSnapshot }: Core): Domain {
  const orderRepository = createOrderRepository(store, onUnreadable);
  const orders = createOrderService(orderRepository, catchUp);
  return {
    mappers: { orders: mapOrderChange },
    serve: (context) => serveOrders(context, { orders, readSnapshot }),
    seed: () => seedOrders(orderRepository),
  };
}
