export { cancelOrder, getOrder, listOrders, placeOrder, updateOrderStatus } from "./endpoints.ts";
export { fromCents, toCents } from "./money.ts";
export { type Order, type OrderItem, order, orderItem, sampleOrders } from "./order.ts";
export {
  mayCancelOrder,
  maySeeOrder,
  maySetOrderStatus,
  nextOrderStatus,
  type OrderVisitor,
  orderStatusEvent,
  orderTotals,
} from "./policy.ts";
export { isCancellable, type OrderStatus, orderStatus, orderStatusDisplay, orderStatuses } from "./status.ts";
export { ordersStream } from "./stream.ts";
