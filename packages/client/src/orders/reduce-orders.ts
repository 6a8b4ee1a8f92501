import type { EventData } from "@tidings/contracts";
import type { Order, ordersStream } from "@tidings/contracts/orders";

/** Newest first, as the API lists them. */
export type Orders = readonly Order[];

/** The newest orders without a hole, as far back as they were asked for. */
export interface OrderHistory {
  readonly orders: Orders;
  /** Whether there are older ones. */
  readonly hasOlder: boolean;
}

/**
 * The orders after a change of status. An older revision changes nothing (D6.2), so an event may be applied any number
 * of times. Undefined where the order is not among them.
 */
export function applyStatusUpdate(
  history: OrderHistory,
  change: EventData<typeof ordersStream, "order_status_update">,
): OrderHistory | undefined {
  const index = history.orders.findIndex((order) => order.id === change.order_id);
  const order = history.orders[index];
  if (order === undefined) return undefined;
  if (change.revision <= order.revision) return history;
  const changed = { ...order, order_status: change.order_status, revision: change.revision };
  return { ...history, orders: history.orders.with(index, changed) };
}

/** The orders with one as the server just answered it: in its old place, or as the newest. */
export function mergeOrder(history: OrderHistory, order: Order): OrderHistory {
  const index = history.orders.findIndex(({ id }) => id === order.id);
  const known = history.orders[index];
  if (known === undefined) return { ...history, orders: [order, ...history.orders] };
  if (known.revision > order.revision) return history;
  return { ...history, orders: history.orders.with(index, order) };
}
