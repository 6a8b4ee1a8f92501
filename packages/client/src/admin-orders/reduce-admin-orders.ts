import type { EventData } from "@tidings/contracts";
import type { AdminOrder, adminOrdersStream } from "@tidings/contracts/admin-orders";

/** Newest first. */
export type AdminOrders = readonly AdminOrder[];

/** The orders with one as the server just showed it; an older revision changes nothing (D6.2). */
export function mergeAdminOrder(orders: AdminOrders, order: AdminOrder): AdminOrders {
  const index = orders.findIndex(({ id }) => id === order.id);
  const known = orders[index];
  if (known !== undefined) return known.revision >= order.revision ? orders : orders.with(index, order);
  return sortAdminOrders([order, ...orders]);
}

/** The orders after an update. Undefined where the order is not among them. */
export function applyOrderUpdate(
  orders: AdminOrders,
  update: EventData<typeof adminOrdersStream, "order_update">,
): AdminOrders | undefined {
  const known = orders.find(({ id }) => id === update.id);
  if (known === undefined) return undefined;
  const { status, updatedAt, revision } = update;
  return mergeAdminOrder(orders, {
    ...known,
    status,
    updatedAt,
    revision,
    userId: update.userId ?? known.userId,
    items: update.items ?? known.items,
    totalQty: update.totalQty ?? known.totalQty,
    totalAmount: update.totalAmount ?? known.totalAmount,
    deliveryAddress: update.deliveryAddress ?? known.deliveryAddress,
  });
}

/** Newest first, whichever changed last. */
export function sortAdminOrders(orders: AdminOrders): AdminOrders {
  return orders.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
}
