import type { EventData } from "@tidings/contracts";
import type { Order, ordersStream } from "@tidings/contracts/orders";

/** Newest first, as the API lists them. */
export type Orders = readonly Order[];

/**
 * The orders after a change of status. Old news changes nothing (D6), so an event may be applied any number of times.
 * Undefined where the order is not among them.
 */
export function applyStatusUpdate(
  orders: Orders,
  change: EventData<typeof ordersStream, "order_status_update">,
): Orders | undefined {
  const index = orders.findIndex((order) => order.id === change.order_id);
  const order = orders[index];
  if (order === undefined) return undefined;
  if (change.revision <= order.revision) return orders;
  return orders.with(index, { ...order, order_status: change.order_status, revision: change.revision });
}

/** The orders with one as the server just answered it: in its old place, or as the newest. */
export function mergeOrder(orders: Orders, order: Order): Orders {
  const index = orders.findIndex(({ id }) => id === order.id);
  const known = orders[index];
  if (known === undefined) return [order, ...orders];
  return known.revision > order.revision ? orders : orders.with(index, order);
}
