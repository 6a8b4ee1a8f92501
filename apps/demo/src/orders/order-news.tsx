import { ordersStream } from "@tidings/contracts/orders";
import { useConnectionAnnouncements, useEventToasts } from "@tidings/react-sse";
import type { ReactNode } from "react";

/** Toasts and announcements about one's own orders, on whichever page one is. */
export function OrderNews(): ReactNode {
  useEventToasts(ordersStream);
  useConnectionAnnouncements(ordersStream);
  return null;
}
