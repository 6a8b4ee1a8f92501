import { type AdminOrder, toOrderStatus } from "@tidings/contracts/admin-orders";
import type { Order } from "@tidings/contracts/orders";

const known = new WeakMap<AdminOrder, Order>();

/**
 * An order of the admin stream as its customer sees it, which is what the order cards show. The same object for the
 * same order, so that a card which did not change is not drawn again.
 */
export function toCustomerOrder(order: AdminOrder): Order {
  const before = known.get(order);
  if (before !== undefined) return before;
  const shown: Order = {
    id: order.id,
    order_code: order.orderCode,
    user_id: order.userId,
    address_id: order.deliveryAddress,
    items: order.items,
    total_qty: order.totalQty,
    final_amount: order.totalAmount,
    order_status: toOrderStatus(order.status),
    created_at: order.createdAt,
    updated_at: order.updatedAt,
    revision: order.revision,
  };
  known.set(order, shown);
  return shown;
}
