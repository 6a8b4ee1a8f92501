import { MAX_PAGE } from "@tidings/contracts";
import { adminOrdersStream, recentOrders } from "@tidings/contracts/admin";
import type { Client } from "../client.ts";
import { createLiveQuery, type LiveQuery } from "../live-query.ts";
import { type AdminOrders, applyOrderUpdate, mergeAdminOrder, sortAdminOrders } from "./reduce-admin-orders.ts";

/** How the orders are kept up at the moment. */
export type AdminOrdersMode = "stream" | "polling";

/** Everyone's orders, kept up by their stream, or by polling while that cannot be had. */
export interface AdminOrdersQuery extends LiveQuery<AdminOrders, typeof adminOrdersStream> {
  getMode(): AdminOrdersMode;
}

/** How {@link createAdminOrdersQuery} polls and how much it loads. */
export interface AdminOrdersOptions {
  /** Milliseconds between polls. Default 5,000, as source 001 polled before it streamed. */
  readonly pollMs?: number;
  /** Attempts in a row without a stream before polling starts. Default 2; 0 polls from the first failure on. */
  readonly attempts?: number;
  /** Orders loaded, those that changed last. Default {@link MAX_PAGE}, the most there is. */
  readonly limit?: number;
}

/** Milliseconds after which a stream that closed for good is asked for again: the proxy in the way may be gone. */
const ASK_AGAIN_MS = 30_000;

/**
 * Everyone's orders, newest first. Where streams cannot be had it polls `GET /api/admin/orders/recent` by itself, keeps
 * asking for the stream, and stops polling when it is back. A session that ended is not polled for. Filter the list on
 * the page: a filtered stream does not tell which orders leave its filter.
 *
 * @example
 * const orders = createAdminOrdersQuery(client);
 * orders.subscribe(() => render(orders.getSnapshot().data ?? [], orders.getMode()));
 */
export function createAdminOrdersQuery(
  client: Client,
  { pollMs = 5_000, attempts = 2, limit = MAX_PAGE }: AdminOrdersOptions = {},
): AdminOrdersQuery {
  const { host } = client;
  const query = createLiveQuery<AdminOrders, typeof adminOrdersStream>({
    client,
    stream: adminOrdersStream,
    load: async (signal) => {
      const { data, position } = await client.call(recentOrders, { query: { limit: String(limit) } }, { signal });
      return { data: sortAdminOrders(data), position };
    },
    apply: {
      new_order: mergeAdminOrder,
      order_update(orders, update, { reload }) {
        const changed = applyOrderUpdate(orders, update);
        if (changed === undefined) reload();
        return changed ?? orders;
      },
    },
  });
  let mode: AdminOrdersMode = "stream";
  let cancelPoll: (() => void) | undefined;
  let cancelAsking: (() => void) | undefined;
  let closed = false;

  function follow(): void {
    const { state, attempt, error } = query.stream.getStatus();
    const refused = error?.status === 401 || error?.status === 403;
    const gone = state === "closed" && !refused;
    if (refused || (state === "open" && attempt === 0)) stopPolling();
    else if (gone || attempt > attempts) startPolling();
    if (gone) cancelAsking ??= host.setTimer(askAgain, ASK_AGAIN_MS);
  }

  function startPolling(): void {
    mode = "polling";
    cancelPoll ??= host.setTimer(poll, pollMs);
  }

  function poll(): void {
    cancelPoll = undefined;
    void query.reload().then(() => {
      if (!closed) follow();
    });
  }

  function stopPolling(): void {
    mode = "stream";
    cancelPoll?.();
    cancelPoll = undefined;
  }

  function askAgain(): void {
    cancelAsking = undefined;
    query.stream.reconnect();
  }

  const stopFollowing = query.stream.subscribe(follow);
  return {
    ...query,
    getMode: () => mode,
    close() {
      closed = true;
      stopFollowing();
      stopPolling();
      cancelAsking?.();
      query.close();
    },
  };
}
