export { type AdminOrdersMock, type AdminOrdersMockOptions, createAdminOrdersMock } from "./admin-orders-mock.ts";
