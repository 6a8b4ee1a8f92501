import { ordersStream } from "@tidings/contracts/orders";
import { useConnectionAnnouncements, useEventToasts } from "@tidings/react-sse";
import type { ReactNode } from "react";

/** Toasts and announcements about the user's own orders, on every page. */
export function OrderNews(): ReactNode {
  // Missed updates are told by the page itself, beside the orders that were loaded again.
  useEventToasts(ordersStream, {
    describe: ({ event, data }) =>
      event === "order_status_update" ? ordersStream.events.order_status_update.display(data) : undefined,
  });
  useConnectionAnnouncements(ordersStream);
  return null;
}
