export { createAdminOrders } from "./admin-orders.ts";
