import * as z from "zod/mini";
import type { Tone } from "../definition/event.ts";

/** Every status an order can have, in the order it passes through them; `Cancelled` ends it early. */
export const orderStatuses = ["Order Received", "Preparing", "Out for Delivery", "Delivered", "Cancelled"] as const;

/** One of {@link orderStatuses}; anything else is refused with the brief's words. */
export const orderStatus = z.enum(orderStatuses, {
  error: `Invalid status. Must be one of: ${orderStatuses.join(", ")}`,
});
/** {@link orderStatus} as a type. */
export type OrderStatus = z.output<typeof orderStatus>;

/** How each status looks and what it allows: decided here once, for badges, toasts and buttons. */
export const orderStatusDisplay: Readonly<
  Record<OrderStatus, { readonly tone: Tone; readonly phrase: string; readonly cancellable: boolean }>
> = {
  "Order Received": { tone: "neutral", phrase: "was received", cancellable: true },
  Preparing: { tone: "info", phrase: "is being prepared", cancellable: false },
  "Out for Delivery": { tone: "warning", phrase: "is out for delivery", cancellable: false },
  Delivered: { tone: "success", phrase: "was delivered", cancellable: false },
  Cancelled: { tone: "danger", phrase: "was cancelled", cancellable: false },
};

/** Whether the owner may still cancel: the brief's cancel-button table. */
export function isCancellable(status: OrderStatus): boolean {
  return orderStatusDisplay[status].cancellable;
}
