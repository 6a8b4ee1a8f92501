export {
  type AdminOrdersMode,
  type AdminOrdersOptions,
  type AdminOrdersQuery,
  createAdminOrdersQuery,
} from "./admin-orders-query.ts";
export { type AdminOrders, applyOrderUpdate, mergeAdminOrder, sortAdminOrders } from "./reduce-admin-orders.ts";
