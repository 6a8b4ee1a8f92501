import { adminOrdersWithCounts } from "@tidings/client/admin-orders";
import { adminOrdersStream } from "@tidings/contracts/admin-orders";
import { useConnectionAnnouncements, useEventToasts } from "@tidings/react-sse";
import type { ReactNode } from "react";

/** Toasts of new orders while an admin is on the page. Later changes show on the cards. */
export function NewOrderNews(): ReactNode {
  useEventToasts(adminOrdersStream, {
    query: adminOrdersWithCounts,
    describe: ({ event, data }) =>
      event === "new_order" ? adminOrdersStream.events.new_order.display(data) : undefined,
  });
  useConnectionAnnouncements(adminOrdersStream, { query: adminOrdersWithCounts });
  return null;
}
