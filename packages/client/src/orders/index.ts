export { createOrdersQuery, type OrdersQuery } from "./orders-query.ts";
export { applyStatusUpdate, mergeOrder, type OrderHistory, type Orders } from "./reduce-orders.ts";
