import * as z from "zod/mini";
import { authErrors } from "../control/auth-errors.ts";
import { annotate } from "../definition/annotate.ts";
import { defineEndpoint } from "../definition/endpoint.ts";
import { PAGE_LIMIT_ERROR, pageLimit } from "../definition/page.ts";
import { orderedItem } from "../orders/order.ts";
import { adminOrder, sampleAdminOrders } from "./admin-order.ts";
import { orderCounts, sampleOrderCounts } from "./order-counts.ts";
import { statusFilter } from "./status-filter.ts";

/**
 * `GET /api/admin/orders/recent`: the orders that changed last, newest change first, with the position to stream from.
 * Brief 001's polling fallback. `limit` is 50 by default and 200 at most. A page that lists and counts all orders calls
 * {@link listAdminOrders} instead.
 */
export const recentOrders = defineEndpoint({
  name: "recentOrders",
  method: "GET",
  path: "/api/admin/orders/recent",
  summary: "Everyone's orders, those that changed last first",
  description:
    "The polling fallback of the admins' stream. It answers with the newest changes only and has no second page.",
  access: "admin",
  query: z.strictObject({ status: z.optional(statusFilter), limit: z.optional(pageLimit("Orders")) }),
  data: z.array(adminOrder),
  errors: { 400: PAGE_LIMIT_ERROR, ...authErrors },
  samples: { data: [...sampleAdminOrders] },
});

/**
 * `GET /api/admin/orders`: a page of everyone's orders in the given statuses, newest first, with the number of orders
 * in each status. It is the snapshot of the admins' stream: every order is on one of its pages, however old.
 */
export const listAdminOrders = defineEndpoint({
  name: "listAdminOrders",
  method: "GET",
  path: "/api/admin/orders",
  summary: "A page of everyone's orders, newest first, with the counts of all and the position to stream from",
  description:
    "Pass the answer's `next` as `before` to get the page of older orders. The counts cover all orders, not only this page.",
  access: "admin",
  query: z.strictObject({
    status: z.optional(statusFilter),
    before: z.optional(
      z.string().check(z.maxLength(64), annotate({ description: "An order's id: only those placed before it" })),
    ),
    limit: z.optional(pageLimit("Orders")),
  }),
  data: z.object({
    orders: z.array(adminOrder),
    /** What to pass as `before` for the next page; null on the last. */
    next: z.nullable(z.string()),
    counts: orderCounts,
  }),
  errors: { 400: PAGE_LIMIT_ERROR, ...authErrors, 404: "Order not found" },
  samples: { data: { orders: [...sampleAdminOrders], next: null, counts: sampleOrderCounts } },
});

/**
 * `POST /api/order/submit`: a user places an order for themselves, an admin for anyone. The server sets its code and
 * status.
 */
export const submitOrder = defineEndpoint({
  name: "submitOrder",
  method: "POST",
  path: "/api/order/submit",
  summary: "Place an order as apps of brief 001 do",
  description: "Users place orders for themselves, admins for anyone. The server sets the code and the status.",
  creates: true,
  access: "user",
  body: z.strictObject({
    userId: z.string().check(z.minLength(1, "userId is required"), z.maxLength(64)),
    order: z.strictObject({
      items: z.array(orderedItem).check(z.minLength(1, "items must hold at least one item"), z.maxLength(50)),
      /** Must equal the sum of the items. Left out, the server computes it. */
      totalAmount: z.optional(z.number()),
      deliveryAddress: z.string().check(z.minLength(1, "deliveryAddress is required"), z.maxLength(300)),
    }),
  }),
  status: 201,
  data: adminOrder,
  errors: { 400: "items must hold at least one item", ...authErrors, 404: "There is no such user" },
  samples: {
    body: {
      userId: sampleAdminOrders[0].userId,
      order: {
        items: sampleAdminOrders[0].items,
        totalAmount: 460,
        deliveryAddress: sampleAdminOrders[0].deliveryAddress,
      },
    },
    data: sampleAdminOrders[0],
  },
});
