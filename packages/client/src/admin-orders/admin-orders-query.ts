import { MAX_PAGE } from "@tidings/contracts";
import { adminOrdersStream, listAdminOrders } from "@tidings/contracts/admin-orders";
import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import type { Client } from "../client.ts";
import { numberOption } from "../number-option.ts";
import { createLiveQuery, type LiveQuery } from "../stores/live-query.ts";
import type { Loaded } from "../stores/loaded.ts";
import { adminOrderReducers } from "./admin-order-reducers.ts";
import type { AdminOrderGroup, AdminOrdersState } from "./admin-orders-state.ts";
import { loadAdminOrders } from "./load-admin-orders.ts";
import { createOrdersDepth } from "./orders-depth.ts";
import { createPacedReload } from "./paced-reload.ts";

/** How the orders are kept up at the moment. */
export type AdminOrdersMode = "stream" | "polling";

/** Everyone's orders, kept up by their stream, or by polling while that cannot be had. */
export interface AdminOrdersQuery extends LiveQuery<AdminOrdersState, typeof adminOrdersStream> {
  getMode(): AdminOrdersMode;
  /**
   * Loads the list again, with a page of older orders of a group more (C25.1). Resolves when it is done, whatever came of
   * it.
   */
  loadOlder(group: AdminOrderGroup): Promise<void>;
}

/** How {@link createAdminOrdersQuery} polls and how much it loads. */
export interface AdminOrdersOptions {
  /** Milliseconds between polls. Default 5,000, as brief 001 polled before it streamed; from 1 to 2^31-1. */
  readonly pollMs?: number | undefined;
  /** Attempts in a row without a stream before polling starts. Default 2; 0 polls from the first failure on; Infinity never. */
  readonly attempts?: number | undefined;
  /** Orders of each group that a page has, those placed last: the first one, and each older one. Default 200; from 1 to 200. */
  readonly limit?: number | undefined;
  /** What a query that was closed had: shown until the first load, which shows no fewer. Default nothing. */
  readonly initial?: Loaded<AdminOrdersState> | undefined;
}

/** Milliseconds after which a stream that closed for good is asked for again: the proxy in the way may be gone. */
const ASK_AGAIN_MS = 30_000;

const POLL = { fallback: 5_000, min: 1, max: MAX_TIMER_MS };
const ATTEMPTS = { fallback: 2, min: 0, max: Number.POSITIVE_INFINITY, whole: true };
const PAGE = { fallback: MAX_PAGE, min: 1, max: MAX_PAGE, whole: true };

/** How the query opens its stream. Whoever opens it likewise shares the connection. */
export const adminOrdersWithCounts = { counts: "true" } as const;

/**
 * Everyone's orders, newest first, and how many there are of each status (C39.1, C39.2). Open ones and finished ones are loaded
 * each by themselves, so that no number of finished ones hides an open one. Where streams cannot be had it polls
 * `GET /api/admin/orders` by itself, keeps asking for the stream, and stops polling when it is back. A session that
 * ended is not polled for. Filter the list on the page: a filtered stream does not tell which orders leave its filter.
 *
 * @throws ClientError `invalid_options`
 * @example
 * const orders = createAdminOrdersQuery(client);
 * orders.subscribe(() => render(orders.getSnapshot().data, orders.getMode()));
 */
export function createAdminOrdersQuery(
  client: Client,
  { initial, ...options }: AdminOrdersOptions = {},
): AdminOrdersQuery {
  const pollMs = numberOption("createAdminOrdersQuery's pollMs", options.pollMs, POLL);
  const attempts = numberOption("createAdminOrdersQuery's attempts", options.attempts, ATTEMPTS);
  const limit = numberOption("createAdminOrdersQuery's limit", options.limit, PAGE);
  const { host } = client;
  const depth = createOrdersDepth(limit);
  const unknown = createPacedReload(host, pollMs, () => query.reload());
  const query = createLiveQuery<AdminOrdersState, typeof adminOrdersStream>({
    client,
    stream: adminOrdersStream,
    query: adminOrdersWithCounts,
    initial,
    load: (signal, held) =>
      loadAdminOrders((page) => client.call(listAdminOrders, { query: page }, { signal }), depth.of(held)),
    apply: adminOrderReducers(unknown.request),
  });
  let mode: AdminOrdersMode = "stream";
  let cancelPoll: (() => void) | undefined;
  let cancelAsking: (() => void) | undefined;
  let closed = false;

  function follow(): void {
    const { state, attempt, error } = query.stream.getSnapshot();
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
    loadOlder(group) {
      depth.deepen(group, query.getSnapshot().data);
      return query.reload();
    },
    close() {
      closed = true;
      unknown.close();
      stopFollowing();
      stopPolling();
      cancelAsking?.();
      query.close();
    },
  };
}
