export { adminOrderReducers, mergeOrder } from "./admin-order-reducers.ts";
export {
  type AdminOrdersMode,
  type AdminOrdersOptions,
  type AdminOrdersQuery,
  adminOrdersWithCounts,
  createAdminOrdersQuery,
} from "./admin-orders-query.ts";
export {
  type AdminOrderGroup,
  type AdminOrdersState,
  groupCount,
  groupOf,
  orderGroups,
  statusesOf,
} from "./admin-orders-state.ts";
export { type AdminOrdersPage, loadAdminOrders } from "./load-admin-orders.ts";
export { createOrdersDepth, type OrdersDepth } from "./orders-depth.ts";
export { createPacedReload, type PacedReload } from "./paced-reload.ts";
export { type AdminOrders, applyOrderUpdate, mergeAdminOrder, sortAdminOrders } from "./reduce-admin-orders.ts";
