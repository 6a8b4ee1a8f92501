export type { OrderStore } from "./order-store.ts";
export { createOrdersMock, type OrdersMock, type OrdersMockOptions } from "./orders-mock.ts";
export { type OrdersScenarioName, ordersScenarios } from "./scenarios.ts";
