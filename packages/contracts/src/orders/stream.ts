import * as z from "zod/mini";
import { defineEvent } from "../definition/event.ts";
import { defineStream } from "../definition/stream.ts";
import { wholeNumber } from "../definition/whole-number.ts";
import { listOrders } from "./endpoints.ts";
import { sampleOrders } from "./order.ts";
import { orderStatus, orderStatusDisplay } from "./status.ts";

const order_status_update = defineEvent({
  description: "One of the user's orders has another status",
  schema: z.object({
    order_id: z.string(),
    order_code: z.string(),
    order_status: orderStatus,
    /** The order's {@link order.revision} after this change. */
    revision: wholeNumber(),
  }),
  delivery: { durable: true },
  display: (data) => ({
    tone: orderStatusDisplay[data.order_status].tone,
    announce: data.order_status === "Cancelled" ? "assertive" : "polite",
    summary: `${data.order_code} — ${data.order_status}`,
  }),
  samples: {
    valid: [
      { order_id: sampleOrders[0].id, order_code: "ORD-A7X3B2", order_status: "Preparing", revision: 2 },
      { order_id: sampleOrders[0].id, order_code: "ORD-A7X3B2", order_status: "Cancelled", revision: 2 },
    ],
    invalid: [
      { order_id: sampleOrders[0].id, order_code: "ORD-A7X3B2", order_status: "Lost", revision: 2 },
      { order_code: "ORD-A7X3B2", order_status: "Preparing" },
      "Preparing",
    ],
  },
});

/** `GET /api/orders/stream`: a change of status of any of the user's orders. Topic key: the user's id. */
export const ordersStream = defineStream({
  name: "orders",
  path: "/api/orders/stream",
  summary: "Status changes of the user's orders",
  access: "user",
  greeting: {
    fields: { message: z.literal("SSE connected") },
    samples: { valid: [{ message: "SSE connected" }], invalid: [{ message: "hello" }] },
  },
  heartbeat: "ping",
  events: { order_status_update },
  snapshot: listOrders,
});
