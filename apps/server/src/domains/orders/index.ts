export { createOrders } from "./orders.ts";
