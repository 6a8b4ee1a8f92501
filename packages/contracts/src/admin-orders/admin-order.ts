import * as z from "zod/mini";
import { time } from "../definition/time.ts";
import { wholeNumber } from "../definition/whole-number.ts";
import { type Order, orderItem, sampleOrders } from "../orders/order.ts";
import type { OrderStatus } from "../orders/status.ts";

/** The one order model's statuses as admins read them, in the same order. */
export const adminOrderStatuses = ["PENDING", "CONFIRMED", "OUT_FOR_DELIVERY", "DELIVERED", "CANCELLED"] as const;

/** One of {@link adminOrderStatuses}. */
export const adminOrderStatus = z.enum(adminOrderStatuses, {
  error: `Invalid status. Must be one of: ${adminOrderStatuses.join(", ")}`,
});
/** {@link adminOrderStatus} as a type. */
export type AdminOrderStatus = z.output<typeof adminOrderStatus>;

const ADMIN_STATUS = {
  "Order Received": "PENDING",
  Preparing: "CONFIRMED",
  "Out for Delivery": "OUT_FOR_DELIVERY",
  Delivered: "DELIVERED",
  Cancelled: "CANCELLED",
} as const satisfies Record<OrderStatus, AdminOrderStatus>;

const ORDER_STATUS = {
  PENDING: "Order Received",
  CONFIRMED: "Preparing",
  OUT_FOR_DELIVERY: "Out for Delivery",
  DELIVERED: "Delivered",
  CANCELLED: "Cancelled",
} as const satisfies Record<AdminOrderStatus, OrderStatus>;

/** An order's status as admins read it. */
export function toAdminStatus(status: OrderStatus): AdminOrderStatus {
  return ADMIN_STATUS[status];
}

/** An admin's status as the order has it. */
export function toOrderStatus(status: AdminOrderStatus): OrderStatus {
  return ORDER_STATUS[status];
}

/** An order as admins see one; times are ISO 8601 in UTC. */
export const adminOrder = z.object({
  id: z.string(),
  /** The same as `id`: brief 001 names it twice. */
  orderId: z.string(),
  /** The code that customers read out, `ORD-A7X3B2`. */
  orderCode: z.string(),
  userId: z.string(),
  items: z.array(orderItem),
  totalQty: wholeNumber(),
  totalAmount: z.number(),
  status: adminOrderStatus,
  deliveryAddress: z.string(),
  createdAt: time("createdAt"),
  updatedAt: time("updatedAt"),
  /** Grows by one with every change; readers ignore an event with an older one (D6.1, D6.2). */
  revision: wholeNumber(),
});
/** {@link adminOrder} as a type. */
export type AdminOrder = z.output<typeof adminOrder>;

/** An order as admins see it. */
export function toAdminOrder(order: Order): AdminOrder {
  return {
    id: order.id,
    orderId: order.id,
    orderCode: order.order_code,
    userId: order.user_id,
    items: [...order.items],
    totalQty: order.total_qty,
    totalAmount: order.final_amount,
    status: toAdminStatus(order.order_status),
    deliveryAddress: order.address_id,
    createdAt: order.created_at,
    updatedAt: order.updated_at,
    revision: order.revision,
  };
}

/** The contract's sample orders as admins see them. */
export const sampleAdminOrders: readonly [AdminOrder, ...AdminOrder[]] = [
  toAdminOrder(sampleOrders[0]),
  ...sampleOrders.slice(1).map((sample) => toAdminOrder(sample)),
];
