"use client";

import type { Attempt, ClientError, ConnectionStatus, CreateOptions, OlderState } from "@tidings/client";
import { shareByClient, shownBy } from "@tidings/client";
import { createOrdersQuery, mergeOrder, type Orders, type OrdersQuery } from "@tidings/client/orders";
import type { EndpointBody } from "@tidings/contracts";
import { cancelOrder, type Order, placeOrder } from "@tidings/contracts/orders";
import { useCallback } from "react";
import { useSharedQuery } from "./use-shared-query.ts";
import { useTidings } from "./use-tidings.ts";

/** What {@link useOrders} gives a page. */
export interface OrdersResult {
  /** Newest first; empty until they are loaded. */
  readonly orders: Orders;
  /** `more` if there are older ones, `loading` while a load is running that may bring them. */
  readonly older: OlderState;
  /** `error` only while there is nothing to show; older orders stay `ready` when a reload fails. */
  readonly status: "loading" | "ready" | "error";
  /** Why the last load failed. */
  readonly error: ClientError | undefined;
  readonly connection: ConnectionStatus;
  /** Loads again. Resolves when the load has ended, even if it failed. */
  reload(): Promise<void>;
  /** Loads one more page of older orders. Resolves when the load has ended, even if it failed. */
  loadOlder(): Promise<void>;
  /** Connects at once instead of waiting. */
  reconnect(): void;
  /**
   * Places an order; it is in `orders` when this resolves. With the key of an {@link Attempt}, as `useAttempt` makes it,
   * it is placed once however often it is sent.
   *
   * @throws ClientError as `client.call` does
   */
  placeOrder(body: EndpointBody<typeof placeOrder>, options?: CreateOptions): Promise<Order>;
  /**
   * Cancels an order. It is shown as cancelled at once, and as before if the server refuses.
   *
   * @throws ClientError as `client.call` does
   */
  cancelOrder(id: string): Promise<Order>;
}

const sharedOrders = shareByClient<OrdersQuery>((client, _key, before) =>
  createOrdersQuery(client, { initial: shownBy(before) }),
);
const noOrders: Orders = [];

/**
 * The signed-in user's newest orders, and older ones on request. They are loaded once for all components, then updated
 * by the orders stream, and no change is missed in between. Renders again at most once a frame.
 *
 * @example
 * const { orders, older, loadOlder, status, error, reload } = useOrders();
 * return <OrderList orders={orders} older={older} onLoadOlder={loadOlder} status={status} error={error} onRetry={reload} />;
 */
export function useOrders({ enabled = true }: { readonly enabled?: boolean } = {}): OrdersResult {
  const client = useTidings();
  const { snapshot, connection, held, reload, reconnect } = useSharedQuery(sharedOrders, enabled);

  const place = useCallback(
    async (body: EndpointBody<typeof placeOrder>, options?: CreateOptions) => {
      const { data } = await client.call(placeOrder, { body }, options);
      held()?.update((history) => mergeOrder(history, data));
      return data;
    },
    [client, held],
  );
  const cancel = useCallback(
    async (id: string) => {
      const hope = held()?.overlay((history) => ({
        ...history,
        orders: history.orders.map((order) => (order.id === id ? { ...order, order_status: "Cancelled" } : order)),
      }));
      try {
        const { data } = await client.call(cancelOrder, { params: { id } });
        held()?.update((history) => mergeOrder(history, data));
        return data;
      } finally {
        hope?.();
      }
    },
    [client, held],
  );
  return {
    orders: snapshot.data?.orders ?? noOrders,
    older: snapshot.data?.hasOlder ? (snapshot.isLoading ? "loading" : "more") : "none",
    status: snapshot.status,
    error: snapshot.error,
    connection,
    reload,
    loadOlder: useCallback(async () => held()?.loadOlder(), [held]),
    reconnect,
    placeOrder: place,
    cancelOrder: cancel,
  };
}
