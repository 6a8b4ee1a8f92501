export { createOrdersQuery } from "./orders-query.ts";
export { applyStatusUpdate, mergeOrder, type Orders } from "./reduce-orders.ts";
