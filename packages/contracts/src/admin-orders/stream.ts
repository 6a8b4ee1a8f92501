import * as z from "zod/mini";
import { annotate } from "../definition/annotate.ts";
import { defineEvent } from "../definition/event.ts";
import { defineStream } from "../definition/stream.ts";
import { time } from "../definition/time.ts";
import { wholeNumber } from "../definition/whole-number.ts";
import { orderStatusDisplay } from "../orders/status.ts";
import { adminOrder, sampleAdminOrders, toOrderStatus } from "./admin-order.ts";
import { listAdminOrders } from "./endpoints.ts";
import { orderCounts, sampleOrderCounts } from "./order-counts.ts";
import { statusFilter } from "./status-filter.ts";

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

/** An order changed. Carries its status, and of its other fields only those that changed. */
export const order_update = defineEvent({
  description: "An order changed; carries its status and the other fields that changed",
  schema: z.object({
    id: z.string(),
    orderId: z.string(),
    orderCode: z.string(),
    status: adminOrder.shape.status,
    updatedAt: time("updatedAt"),
    /** The order's revision after this change. */
    revision: wholeNumber(),
    userId: z.optional(z.string()),
    items: z.optional(adminOrder.shape.items),
    totalQty: z.optional(wholeNumber()),
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
 * How many orders there are in each status. A reader that asks for it gets it when its connection opens, and again
 * whenever an order is placed, moved or deleted. Each event holds all counts, so none is stored and a newer one
 * replaces an older one.
 */
export const order_counts = defineEvent({
  description: "How many orders there are in each status has changed",
  schema: orderCounts,
  delivery: { coalesceBy: () => "order_counts" },
  display: () => ({ tone: "neutral", announce: "off", summary: "The counts of orders have changed" }),
  samples: { valid: [sampleOrderCounts], invalid: [{ PENDING: 1 }, { ...sampleOrderCounts, revision: "7" }] },
});

/** The topic key of {@link order_counts}. */
export const COUNTS_TOPIC = "counts";

/**
 * `GET /api/admin/stream/orders`: publishes every order when it is placed and when it changes. `status` makes the
 * server leave out events of other statuses. `counts=true` adds {@link order_counts}. Topic keys: the statuses, and
 * {@link COUNTS_TOPIC}.
 */
export const adminOrdersStream = defineStream({
  name: "admin-orders",
  path: "/api/admin/stream/orders",
  summary: "Everyone's orders as they are placed and change",
  access: "admin",
  query: z.strictObject({
    status: z.optional(statusFilter),
    counts: z.optional(
      z.enum(["true", "false"]).check(
        annotate({
          description: "Whether to send how many orders there are in each status, now and whenever that changes",
        }),
      ),
    ),
  }),
  greeting: {
    name: "message",
    fields: { type: z.literal("connected") },
    samples: { valid: [{ type: "connected" }], invalid: [{ type: "hello" }] },
  },
  events: { new_order, order_update, order_counts },
  snapshot: listAdminOrders,
});
