export { demoPassword } from "./accounts.ts";
export { nextStatus, type OrderBook } from "./book.ts";
export { type OrdersScenarioName, ordersScenarios } from "./scenarios.ts";
export { createOrdersWorld, type OrdersWorld, type OrdersWorldOptions } from "./world.ts";
