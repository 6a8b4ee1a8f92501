import { listOrders, ordersStream } from "@tidings/contracts/orders";
import type { Client } from "../client.ts";
import { createLiveQuery, type LiveQuery } from "../live-query.ts";
import { applyStatusUpdate, type Orders } from "./reduce-orders.ts";

/**
 * The user's orders, newest first, loaded once and kept up by the orders stream.
 *
 * @example
 * const orders = createOrdersQuery(client);
 * orders.subscribe(() => render(orders.getSnapshot().data ?? []));
 */
export function createOrdersQuery(client: Client): LiveQuery<Orders, typeof ordersStream> {
  return createLiveQuery({
    client,
    stream: ordersStream,
    load: async (signal): Promise<{ data: Orders; position?: string | undefined }> =>
      client.call(listOrders, {}, { signal }),
    apply: {
      order_status_update(orders, change, { reload }) {
        const changed = applyStatusUpdate(orders, change);
        // An order that this list has not got was placed elsewhere, on another tab perhaps.
        if (changed === undefined) reload();
        return changed ?? orders;
      },
    },
  });
}
