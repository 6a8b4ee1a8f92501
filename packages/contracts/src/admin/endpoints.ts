import * as z from "zod/mini";
import { authErrors } from "../auth/auth-errors.ts";
import { defineEndpoint } from "../definition/endpoint.ts";
import { orderItem } from "../orders/order.ts";
import { adminOrder } from "./admin-order.ts";
import { statusFilter } from "./status-filter.ts";

const limit = z.string().check(
  z.refine((text) => /^[1-9]\d{0,2}$/.test(text) && Number(text) <= 200, {
    error: "limit must be a whole number from 1 to 200",
  }),
);

/**
 * `GET /api/admin/orders/recent`: the orders that changed last, newest change first, with the position to stream from.
 * The admin orders' polling fallback and snapshot; `limit` is 50 unless told, 200 at most.
 */
export const recentOrders = defineEndpoint({
  name: "recentOrders",
  method: "GET",
  path: "/api/admin/orders/recent",
  summary: "Everyone's orders, those that changed last first",
  access: "admin",
  query: z.object({ status: z.optional(statusFilter), limit: z.optional(limit) }),
  data: z.array(adminOrder),
  errors: { 400: "limit must be a whole number from 1 to 200", ...authErrors },
});

/** `POST /api/order/submit`: an order for oneself, or an admin's for anyone. Code and status are the server's to make. */
export const submitOrder = defineEndpoint({
  name: "submitOrder",
  method: "POST",
  path: "/api/order/submit",
  summary: "Place an order as apps of source 001 do",
  access: "user",
  body: z.object({
    userId: z.string().check(z.minLength(1, "userId is required"), z.maxLength(64)),
    order: z.object({
      items: z.array(orderItem).check(z.minLength(1, "items must hold at least one item"), z.maxLength(50)),
      /** Held against the items; leave it out to have it computed. */
      totalAmount: z.optional(z.number()),
      deliveryAddress: z.string().check(z.minLength(1, "deliveryAddress is required"), z.maxLength(300)),
    }),
  }),
  status: 201,
  data: adminOrder,
  errors: { 400: "items must hold at least one item", ...authErrors, 404: "There is no such user" },
});
