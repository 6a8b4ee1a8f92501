import * as z from "zod/mini";
import { connectionFields, sampleConnection } from "../control/connection.ts";
import { displayGreeting } from "../control/greeting.ts";
import { defineEvent } from "../definition/event.ts";
import { defineStream } from "../definition/stream.ts";
import { time } from "../definition/time.ts";
import { orderStatusDisplay } from "../orders/status.ts";
import { adminOrder, sampleAdminOrders, toOrderStatus } from "./admin-order.ts";
import { recentOrders } from "./endpoints.ts";
import { statusFilter } from "./status-filter.ts";

const connected = defineEvent({
  description: "The connection is made",
  schema: z.object({ type: z.literal("connected"), ...connectionFields }),
  display: displayGreeting,
  samples: { valid: [{ type: "connected", ...sampleConnection }], invalid: [{ type: "hello" }] },
});

/** An order was placed, whoever placed it. */
export const new_order = defineEvent({
  description: "An order was placed, whoever placed it",
  schema: adminOrder,
  delivery: { durable: true },
  display: ({ orderCode }) => ({ tone: "info", announce: "polite", summary: `New order ${orderCode}` }),
  samples: {
    valid: [sampleAdminOrders[0], ...sampleAdminOrders.slice(1)],
    invalid: [{ id: "123", status: "Preparing" }],
  },
});

/** An order changed: its status, and of the rest only what is not as it was. */
export const order_update = defineEvent({
  description: "An order changed: its status, and of the rest only what is not as it was",
  schema: z.object({
    id: z.string(),
    orderId: z.string(),
    orderCode: z.string(),
    status: adminOrder.shape.status,
    updatedAt: time("updatedAt"),
    /** The order's revision after this change. */
    revision: z.int(),
    userId: z.optional(z.string()),
    items: z.optional(adminOrder.shape.items),
    totalQty: z.optional(z.int()),
    totalAmount: z.optional(z.number()),
    deliveryAddress: z.optional(z.string()),
  }),
  delivery: { durable: true },
  display: ({ orderCode, status }) => ({
    tone: orderStatusDisplay[toOrderStatus(status)].tone,
    announce: status === "CANCELLED" ? "assertive" : "polite",
    summary: `${orderCode} ${orderStatusDisplay[toOrderStatus(status)].phrase}`,
  }),
  samples: {
    valid: [
      {
        id: sampleAdminOrders[0].id,
        orderId: sampleAdminOrders[0].id,
        orderCode: sampleAdminOrders[0].orderCode,
        status: "CONFIRMED",
        updatedAt: "2026-02-26T05:12:00.000Z",
        revision: 2,
      },
      {
        id: sampleAdminOrders[0].id,
        orderId: sampleAdminOrders[0].id,
        orderCode: sampleAdminOrders[0].orderCode,
        status: "CANCELLED",
        updatedAt: "2026-02-26T05:14:00.000Z",
        revision: 3,
        deliveryAddress: "123 Main St",
      },
    ],
    invalid: [{ id: "123", orderId: "123", status: "LOST" }, "CONFIRMED"],
  },
});

/**
 * `GET /api/admin/stream/orders`: every order as it is placed and changes. `status` leaves out events of other statuses
 * on the server. Topic keys: the statuses.
 */
export const adminOrdersStream = defineStream({
  name: "admin-orders",
  path: "/api/admin/stream/orders",
  summary: "Everyone's orders as they are placed and change",
  access: "admin",
  query: z.strictObject({ status: z.optional(statusFilter) }),
  greeting: { name: "message", event: connected },
  heartbeat: "heartbeat",
  events: { new_order, order_update },
  snapshot: recentOrders,
});
