export {
  type AdminOrder,
  type AdminOrderStatus,
  adminOrder,
  adminOrderStatus,
  adminOrderStatuses,
  sampleAdminOrders,
  toAdminOrder,
  toAdminStatus,
  toOrderStatus,
} from "./admin-order.ts";
export { listAdminOrders, recentOrders, submitOrder } from "./endpoints.ts";
export {
  countOf,
  finishedStatuses,
  type OrderCounts,
  openStatuses,
  orderCounts,
  sampleOrderCounts,
} from "./order-counts.ts";
export { type AdminOrderBefore, adminOrderEvent, checkTotalAmount, mayPlaceOrderFor } from "./policy.ts";
export { filteredStatuses } from "./status-filter.ts";
export { adminOrdersStream, COUNTS_TOPIC, new_order, order_counts, order_update } from "./stream.ts";
