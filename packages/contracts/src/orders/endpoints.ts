import * as z from "zod/mini";
import { authErrors } from "../control/auth-errors.ts";
import { annotate } from "../definition/annotate.ts";
import { defineEndpoint } from "../definition/endpoint.ts";
import { PAGE_LIMIT_ERROR, pageLimit } from "../definition/page.ts";
import { order, orderedItem, sampleOrders } from "./order.ts";
import { orderStatus } from "./status.ts";

const notFound = { 404: "Order not found" } as const;

/**
 * `GET /api/orders`: a page of the user's own orders, newest first; with `scope=all` an admin sees everyone's. The
 * orders stream's snapshot. A page that is not full is the last; its last order's id is the `before` of the next.
 */
export const listOrders = defineEndpoint({
  name: "listOrders",
  method: "GET",
  path: "/api/orders",
  summary: "A page of the user's orders, newest first, with the position to stream from",
  description:
    "With `scope=all` an admin gets everyone's. A page with fewer orders than its `limit` is the last; the id of its last order is the `before` of the next.",
  access: "user",
  query: z.strictObject({
    scope: z.optional(z.enum(["own", "all"]).check(annotate({ description: "Whose; one's own unless told" }))),
    before: z.optional(
      z.string().check(z.maxLength(64), annotate({ description: "An order's id: only those placed before it" })),
    ),
    limit: z.optional(pageLimit("Orders")),
  }),
  data: z.array(order),
  errors: { 400: PAGE_LIMIT_ERROR, ...authErrors, ...notFound },
  samples: { data: [...sampleOrders] },
});

/** `GET /api/orders/:id`; to anyone but its owner and admins an order does not exist. */
export const getOrder = defineEndpoint({
  name: "getOrder",
  method: "GET",
  path: "/api/orders/:id",
  summary: "One order",
  description: "To anyone but its owner and admins an order does not exist.",
  access: "user",
  data: order,
  errors: { 401: authErrors[401], ...notFound },
  samples: { data: sampleOrders[0] },
});

/** `POST /api/orders`: the server makes its total and code. */
export const placeOrder = defineEndpoint({
  name: "placeOrder",
  method: "POST",
  path: "/api/orders",
  summary: "Place an order",
  description: "Total and code are the server's to make.",
  creates: true,
  access: "user",
  body: z.strictObject({
    address_id: z.string().check(z.minLength(1, "address_id is required"), z.maxLength(64)),
    items: z.array(orderedItem).check(z.minLength(1, "items must hold at least one item"), z.maxLength(50)),
  }),
  status: 201,
  data: order,
  errors: { 400: "items must hold at least one item", 401: authErrors[401] },
  samples: { body: { address_id: sampleOrders[0].address_id, items: sampleOrders[0].items }, data: sampleOrders[0] },
});

/** `POST /api/orders/:id/cancel`: the owner, while the order is only received. */
export const cancelOrder = defineEndpoint({
  name: "cancelOrder",
  method: "POST",
  path: "/api/orders/:id/cancel",
  summary: "Cancel an order that is not being prepared yet",
  description: "Its owner may, while it is only received; admins always.",
  access: "user",
  data: order,
  errors: { 401: authErrors[401], 403: "Order can no longer be cancelled", ...notFound },
  samples: { data: { ...sampleOrders[0], order_status: "Cancelled", revision: 2 } },
});

/** `PATCH /api/orders/:id/status`: admins set any status; owners may only cancel what {@link cancelOrder} would. */
export const updateOrderStatus = defineEndpoint({
  name: "updateOrderStatus",
  method: "PATCH",
  path: "/api/orders/:id/status",
  summary: "Set an order's status",
  description: "Admins set any status. Owners may only cancel what is not being prepared yet.",
  access: "user",
  body: z.strictObject({ order_status: orderStatus }),
  data: order,
  errors: {
    400: "Invalid status. Must be one of: Order Received, Preparing, Out for Delivery, Delivered, Cancelled",
    ...authErrors,
    ...notFound,
  },
  samples: {
    body: { order_status: "Cancelled" },
    data: { ...sampleOrders[0], order_status: "Cancelled", revision: 2 },
  },
});
