import {
  type Client,
  type ClientError,
  type ConnectionStatus,
  idleStatus,
  type LiveQuery,
  type LiveSnapshot,
} from "@tidings/client";
import { createOrdersQuery, mergeOrder, type Orders } from "@tidings/client/orders";
import type { EndpointBody } from "@tidings/contracts";
import { cancelOrder, type Order, type ordersStream, placeOrder } from "@tidings/contracts/orders";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { shareLiveQuery } from "./shared-live-queries.ts";
import { useTidings } from "./use-tidings.ts";

/** What {@link useOrders} gives a page. */
export interface OrdersResult {
  /** Newest first; empty until they are loaded. */
  readonly orders: Orders;
  /** `error` only while there is nothing to show; older orders stay `ready` when a reload fails. */
  readonly status: "loading" | "ready" | "error";
  /** Why the last load failed. */
  readonly error: ClientError | undefined;
  readonly connection: ConnectionStatus;
  /** Loads again. Resolves when it is done, whatever came of it. */
  reload(): Promise<void>;
  /** Connects at once instead of waiting. */
  reconnect(): void;
  /**
   * Places an order; it is in `orders` when this resolves.
   *
   * @throws ClientError as `client.call` does
   */
  placeOrder(body: EndpointBody<typeof placeOrder>): Promise<Order>;
  /**
   * Cancels an order, which shows as cancelled at once and goes back if the server refuses.
   *
   * @throws ClientError as `client.call` does
   */
  cancelOrder(id: string): Promise<Order>;
}

const sharedOrders = shareLiveQuery(createOrdersQuery);
const noOrders: Orders = [];
const beforeLoad: { readonly snapshot: LiveSnapshot<Orders>; readonly connection: ConnectionStatus } = {
  snapshot: { data: undefined, status: "loading", error: undefined, isLoading: true },
  connection: idleStatus,
};

/**
 * The signed-in user's orders: loaded once for all components that ask, then kept up by the orders stream, without a
 * hole between the two. Renders again at most once a frame.
 *
 * @example
 * const { orders, status, error, connection, cancelOrder, reload } = useOrders();
 * return <OrderList orders={orders} status={status} error={error} onCancel={({ id }) => cancelOrder(id)} onRetry={reload} />;
 */
export function useOrders({ enabled = true }: { readonly enabled?: boolean } = {}): OrdersResult {
  const client = useTidings();
  const store = useMemo(() => createOrdersStore(client, enabled), [client, enabled]);
  const { snapshot, connection } = useSyncExternalStore(store.subscribe, store.getView, () => beforeLoad);

  const place = useCallback(
    async (body: EndpointBody<typeof placeOrder>) => {
      const { data } = await client.call(placeOrder, { body });
      store.query?.update((orders) => mergeOrder(orders, data));
      return data;
    },
    [client, store],
  );
  const cancel = useCallback(
    async (id: string) => {
      const hope = store.query?.overlay((orders) =>
        orders.map((order) => (order.id === id ? { ...order, order_status: "Cancelled" } : order)),
      );
      try {
        const { data } = await client.call(cancelOrder, { params: { id } });
        store.query?.update((orders) => mergeOrder(orders, data));
        return data;
      } finally {
        hope?.();
      }
    },
    [client, store],
  );
  return {
    orders: snapshot.data ?? noOrders,
    status: snapshot.status,
    error: snapshot.error,
    connection,
    reload: useCallback(async () => store.query?.reload(), [store]),
    reconnect: useCallback(() => store.query?.stream.reconnect(), [store]),
    placeOrder: place,
    cancelOrder: cancel,
  };
}

/** Joins the shared query when React subscribes, which it does after the first render and never on a server. */
function createOrdersStore(client: Client, enabled: boolean) {
  let query: LiveQuery<Orders, typeof ordersStream> | undefined;
  let view = beforeLoad;
  return {
    get query() {
      return query;
    },
    getView() {
      const snapshot = query?.getSnapshot() ?? beforeLoad.snapshot;
      const connection = query?.stream.getStatus() ?? idleStatus;
      if (view.snapshot !== snapshot || view.connection !== connection) view = { snapshot, connection };
      return view;
    },
    subscribe(listener: () => void) {
      if (!enabled) return () => {};
      const held = sharedOrders.acquire(client);
      query = held.query;
      const stops = [held.query.subscribe(listener), held.query.stream.subscribe(listener)];
      return () => {
        for (const stop of stops) stop();
        held.release();
        query = undefined;
      };
    },
  };
}
