import { DEFAULT_PAGE, MAX_PAGE } from "@tidings/contracts";
import { listOrders, type Order, ordersStream } from "@tidings/contracts/orders";
import type { Client } from "../client.ts";
import { createLiveQuery, type LiveQuery } from "../stores/live-query.ts";
import type { Loaded } from "../stores/loaded.ts";
import { applyStatusUpdate, type OrderHistory } from "./reduce-orders.ts";

/** The user's orders, kept up by their stream. */
export interface OrdersQuery extends LiveQuery<OrderHistory, typeof ordersStream> {
  /**
   * Loads the list again, with a page of older orders more: whatever changes meanwhile is in it, as in every load (C1.2).
   * Resolves when it is done, whatever came of it.
   */
  loadOlder(): Promise<void>;
}

/**
 * The user's newest orders, kept up by the orders stream: a page of them, until {@link OrdersQuery.loadOlder} asks for
 * more. A reload never shows fewer than there were, nor does the first load where there is an `initial` history.
 *
 * @example
 * const query = createOrdersQuery(client);
 * query.subscribe(() => render(query.getSnapshot().data?.orders ?? []));
 */
export function createOrdersQuery(
  client: Client,
  { initial }: { readonly initial?: Loaded<OrderHistory> | undefined } = {},
): OrdersQuery {
  let depth = DEFAULT_PAGE;
  const reached = (history: OrderHistory | undefined) =>
    history === undefined ? depth : Math.max(depth, history.orders.length);
  const query = createLiveQuery<OrderHistory, typeof ordersStream>({
    client,
    stream: ordersStream,
    initial,
    load: (signal, held) => loadHistory(client, reached(held), signal),
    apply: {
      order_status_update(history, change, { reload }) {
        const changed = applyStatusUpdate(history, change);
        // An order that this list has not got was placed elsewhere, on another tab perhaps.
        if (changed === undefined) reload();
        return changed ?? history;
      },
    },
  });
  return {
    ...query,
    loadOlder() {
      depth = reached(query.getSnapshot().data) + DEFAULT_PAGE;
      return query.reload();
    },
  };
}

/** The newest orders, page by page; the position is the first page's, read before all rows (C25.2, D5.1). */
async function loadHistory(
  client: Client,
  depth: number,
  signal: AbortSignal,
): Promise<{ readonly data: OrderHistory; readonly position: string | undefined }> {
  const orders: Order[] = [];
  let position: string | undefined;
  let isEnd = false;
  // One more than is shown tells whether there are older ones.
  while (!isEnd && orders.length <= depth) {
    const limit = Math.min(depth + 1 - orders.length, MAX_PAGE);
    const last = orders.at(-1);
    const query = { limit: String(limit), ...(last && { before: last.id }) };
    const page = await client.call(listOrders, { query }, { signal });
    if (last === undefined) position = page.position;
    orders.push(...page.data);
    isEnd = page.data.length < limit;
  }
  return { data: { orders: orders.slice(0, depth), hasOlder: orders.length > depth }, position };
}
