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
export { recentOrders, submitOrder } from "./endpoints.ts";
export { filteredStatuses } from "./status-filter.ts";
export { adminOrdersStream, new_order, order_update } from "./stream.ts";
