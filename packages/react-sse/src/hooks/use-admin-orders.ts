"use client";

import type { ClientError, ConnectionStatus, LiveSnapshot, OlderState } from "@tidings/client";
import { shareByClient, shownBy } from "@tidings/client";
import {
  type AdminOrderGroup,
  type AdminOrders,
  type AdminOrdersMode,
  type AdminOrdersQuery,
  type AdminOrdersState,
  createAdminOrdersQuery,
  mergeOrder,
} from "@tidings/client/admin-orders";
import {
  type AdminOrder,
  type AdminOrderStatus,
  type OrderCounts,
  toAdminOrder,
  toOrderStatus,
} from "@tidings/contracts/admin-orders";
import { updateOrderStatus } from "@tidings/contracts/orders";
import { useCallback } from "react";
import { useSharedQuery } from "./use-shared-query.ts";
import { useTidings } from "./use-tidings.ts";

/** What {@link useAdminOrders} gives a page. */
export interface AdminOrdersResult {
  /** Newest first, those that are loaded; empty until they are. */
  readonly orders: AdminOrders;
  /** The number of orders in each status, loaded or not, counted by the server; undefined until it is known. */
  readonly counts: OrderCounts | undefined;
  /** Whether there are older ones of each group to load: `open`, and `finished` (delivered or cancelled). */
  readonly older: Readonly<Record<AdminOrderGroup, OlderState>>;
  /** `error` only while there is nothing to show; older orders stay `ready` when a reload fails. */
  readonly status: "loading" | "ready" | "error";
  /** Why the last load failed. */
  readonly error: ClientError | undefined;
  readonly connection: ConnectionStatus;
  /** `polling` while the stream is not available and the list is loaded every five seconds instead. */
  readonly mode: AdminOrdersMode;
  /** Loads again. Resolves when the load has ended, even if it failed. */
  reload(): Promise<void>;
  /** Loads one more page of older orders of a group. Resolves when the load has ended, even if it failed. */
  loadOlder(group: AdminOrderGroup): Promise<void>;
  /** Connects at once instead of waiting. */
  reconnect(): void;
  /**
   * Sets an order's status. The new status is shown when this resolves.
   *
   * @throws ClientError as `client.call` does
   */
  setStatus(id: string, status: AdminOrderStatus): Promise<AdminOrder>;
}

const sharedAdminOrders = shareByClient<AdminOrdersQuery>((client, _key, before) =>
  createAdminOrdersQuery(client, { initial: shownBy(before) }),
);
const noOrders: AdminOrders = [];

/**
 * Everyone's orders, for admins: loaded once for all components, updated by the admin stream, and polled while the
 * stream is not available. The loaded orders may be only a part; `counts` says how many there are (C39.1). Other hooks
 * on the admin stream share its connection if they open it in the same way, with the query `adminOrdersWithCounts` of
 * `@tidings/client/admin-orders`; without it they have one of their own.
 *
 * @example
 * const { orders, counts, older, loadOlder, mode, connection, setStatus } = useAdminOrders();
 * <button onClick={() => setStatus(orders[0].id, "CONFIRMED")}>Confirm</button>
 */
export function useAdminOrders({ enabled = true }: { readonly enabled?: boolean } = {}): AdminOrdersResult {
  const client = useTidings();
  const { snapshot, connection, held, reload, reconnect } = useSharedQuery(sharedAdminOrders, enabled);
  const setStatus = useCallback(
    async (id: string, status: AdminOrderStatus) => {
      const body = { order_status: toOrderStatus(status) };
      const { data } = await client.call(updateOrderStatus, { params: { id }, body });
      const changed = toAdminOrder(data);
      held()?.update((state) => mergeOrder(state, changed));
      return changed;
    },
    [client, held],
  );
  return {
    orders: snapshot.data?.orders ?? noOrders,
    counts: snapshot.data?.counts,
    older: { open: olderOf("open", snapshot), finished: olderOf("finished", snapshot) },
    status: snapshot.status,
    error: snapshot.error,
    connection,
    // The mode follows the connection and never changes without it.
    mode: held()?.getMode() ?? "stream",
    reload,
    loadOlder: useCallback(async (group) => held()?.loadOlder(group), [held]),
    reconnect,
    setStatus,
  };
}

function olderOf(group: AdminOrderGroup, { data, isLoading }: LiveSnapshot<AdminOrdersState>): OlderState {
  if (!data?.hasOlder[group]) return "none";
  return isLoading ? "loading" : "more";
}
