"use client";

import type { BackoffChoice } from "@tidings/client";
import { createSSEStore, disconnected, type SSEEvent } from "@tidings/client/notifications";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useClient } from "./use-client.ts";
import { useStable } from "./use-stable.ts";

/** Options of {@link useSSE}. */
export interface SSEHookOptions {
  /**
   * Whose notifications. It becomes the query parameter `userId`. The server decides by the token, not by this claim.
   */
  readonly userId?: string | undefined;
  /** Becomes the query parameter `sessionId`. */
  readonly sessionId?: string | undefined;
  /** Becomes one query parameter each. */
  readonly metadata?: Record<string, string> | undefined;
  /** Whether to reconnect after a lost connection. Default true. */
  readonly autoReconnect?: boolean | undefined;
  /** Milliseconds from which the first wait is drawn; later ones double. Default: the client's, 1,000. */
  readonly reconnectInterval?: number | undefined;
  /** Failed attempts in a row after which it gives up. Default: the client's, Infinity. */
  readonly maxReconnectAttempts?: number | undefined;
}

/** What {@link useSSE} gives. */
export interface SSEHookResult {
  readonly isConnected: boolean;
  /** Whether a connection is being made, or made again. */
  readonly isConnecting: boolean;
  /** The newest event of any name. */
  readonly lastEvent: SSEEvent | null;
  /** Why it is not connected, in words. */
  readonly error: string | null;
  /** Attempts to reconnect since it was last connected. */
  readonly reconnectAttempts: number;
  /** Connects after `disconnect`, or after it gave up. If it is waiting to reconnect, it connects at once. */
  connect(): void;
  disconnect(): void;
  /** Calls back with the events of one name, custom ones too. Returns a function that unsubscribes. */
  addEventListener(eventType: string, handler: (event: SSEEvent) => void): () => void;
}

/**
 * Notifications of every kind by `GET /api/sse`, connected while the component is mounted. Components with the same
 * options share a connection. It works without a `TidingsProvider` too, as brief 003 requires: it then uses the page's
 * own client, which calls the page's own server and signs in by its cookie.
 *
 * @example
 * const { isConnected, addEventListener } = useSSE({ userId: "user123", metadata: { page: "dashboard" } });
 * useEffect(() => addEventListener("notification", (event) => console.log(event.data)), [addEventListener]);
 */
export function useSSE(options: SSEHookOptions = {}): SSEHookResult {
  const client = useClient();
  const { userId, sessionId, metadata } = options;
  const query = useStable({
    ...metadata,
    ...(userId === undefined ? {} : { userId }),
    ...(sessionId === undefined ? {} : { sessionId }),
  });
  const backoff = useStable(toBackoff(options));
  const store = useMemo(() => createSSEStore(client, query, backoff), [client, query, backoff]);
  useEffect(() => {
    store.connect();
    return store.disconnect;
  }, [store]);
  const view = useSyncExternalStore(store.subscribe, store.getSnapshot, () => disconnected);
  const { connect, disconnect, addEventListener } = store;
  return useMemo(
    () => ({ ...view, connect, disconnect, addEventListener }),
    [view, connect, disconnect, addEventListener],
  );
}

function toBackoff({ autoReconnect, reconnectInterval, maxReconnectAttempts }: SSEHookOptions): BackoffChoice {
  return { baseMs: reconnectInterval, maxAttempts: autoReconnect === false ? 0 : maxReconnectAttempts };
}
