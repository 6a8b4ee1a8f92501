import type { ConnectionStatus } from "@tidings/client";
import type { SSEEvent } from "@tidings/client/notifications";
import { notificationsStream } from "@tidings/contracts/notifications";
import { type Order, type OrderStatus, ordersStream } from "@tidings/contracts/orders";
import { expectTypeOf } from "vitest";
import { useAnyEvent } from "./use-any-event.ts";
import { useConnectionStatus } from "./use-connection-status.ts";
import { useEventToasts } from "./use-event-toasts.ts";
import { useEvents } from "./use-events.ts";
import { useLatest } from "./use-latest.ts";
import { useLiveQuery } from "./use-live-query.ts";
import { useOrders } from "./use-orders.ts";
import { type SSEHookOptions, type SSEHookResult, useSSE } from "./use-sse.ts";
import { useStream } from "./use-stream.ts";
import { useStreamEvent } from "./use-stream-event.ts";

export function Inference(): void {
  useStreamEvent(ordersStream, "order_status_update", ({ data }) => {
    expectTypeOf(data.order_status).toEqualTypeOf<OrderStatus>();
  });
  // @ts-expect-error no such event
  useStreamEvent(ordersStream, "order_status_updated", () => {});
  useStreamEvent(notificationsStream, "announcement", ({ data }) => expectTypeOf(data).toBeUnknown());
  // @ts-expect-error parameters are text
  useStream(notificationsStream, { query: { userId: 7 } });

  useAnyEvent(ordersStream, (event) => {
    if (event.event === "order_status_update") expectTypeOf(event.data.order_status).toEqualTypeOf<OrderStatus>();
    // @ts-expect-error no such event
    if (event.event === "order_status_updated") return;
  });
  expectTypeOf(useLatest(ordersStream, "order_status_update")?.data.order_status).toEqualTypeOf<
    OrderStatus | undefined
  >();
  // @ts-expect-error no such event
  useLatest(ordersStream, "order_status_updated");
  expectTypeOf(useEvents(ordersStream)[0]?.id).toEqualTypeOf<string | undefined>();

  const load = async () => ({ data: [{ code: "A" }], position: "e:1" });
  const list = useLiveQuery(ordersStream, {
    load,
    apply: {
      order_status_update: (codes, { order_code }) => [...codes, { code: order_code }],
    },
  });
  expectTypeOf(list.data).toEqualTypeOf<{ code: string }[] | undefined>();
  // @ts-expect-error no such event
  useLiveQuery(ordersStream, { load, apply: { order_status_updated: (codes) => codes } });
  const count = useLiveQuery(ordersStream, { load, apply: {}, select: (codes) => codes.length, suspense: true });
  expectTypeOf(count.data).toBeNumber();

  expectTypeOf(useConnectionStatus(ordersStream)).toEqualTypeOf<ConnectionStatus>();
  expectTypeOf(useConnectionStatus(ordersStream, { select: ({ state }) => state === "open" })).toBeBoolean();

  const { orders, placeOrder, cancelOrder } = useOrders();
  expectTypeOf(orders).toEqualTypeOf<readonly Order[]>();
  expectTypeOf(cancelOrder).parameter(0).toBeString();
  // @ts-expect-error items are missing
  void placeOrder({ address_id: "a" });

  useEventToasts(ordersStream, { toast: ({ message }) => expectTypeOf(message).toBeString() });

  // Brief 003, to the letter.
  expectTypeOf(useSSE).parameter(0).toEqualTypeOf<SSEHookOptions | undefined>();
  expectTypeOf<keyof SSEHookOptions>().toEqualTypeOf<
    "userId" | "sessionId" | "metadata" | "autoReconnect" | "reconnectInterval" | "maxReconnectAttempts"
  >();
  expectTypeOf<SSEHookResult>().toExtend<{
    isConnected: boolean;
    isConnecting: boolean;
    lastEvent: SSEEvent | null;
    error: string | null;
    reconnectAttempts: number;
    connect: () => void;
    disconnect: () => void;
    addEventListener: (eventType: string, handler: (event: SSEEvent) => void) => () => void;
  }>();
}
