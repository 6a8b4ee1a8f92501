"use client";

import type { BackoffChoice } from "@tidings/client";
import { createSSEStore, disconnected, type SSEEvent } from "@tidings/client/notifications";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useClient } from "./use-client.ts";
import { useStable } from "./use-stable.ts";

/** Options of {@link useSSE}. */
export interface SSEHookOptions {
  /** Whose notifications; becomes the query parameter `userId`. The server lets a token decide, not this claim. */
  readonly userId?: string | undefined;
  /** Becomes the query parameter `sessionId`. */
  readonly sessionId?: string | undefined;
  /** Becomes one query parameter each. */
  readonly metadata?: Record<string, string> | undefined;
  /** Whether to come back after a lost connection. Default true. */
  readonly autoReconnect?: boolean | undefined;
  /** Milliseconds from which the first wait is drawn; later ones double. Default: the client's, 1,000. */
  readonly reconnectInterval?: number | undefined;
  /** Attempts in a row after which it stays away. Default: the client's, Infinity. */
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
  /** Attempts to come back since it was last connected. */
  readonly reconnectAttempts: number;
  /** Connects after `disconnect`, or after it gave up; at once where it waits. */
  connect(): void;
  disconnect(): void;
  /** Calls back with the events of one name, custom ones too. Returns a function that unsubscribes. */
  addEventListener(eventType: string, handler: (event: SSEEvent) => void): () => void;
}

/**
 * Notifications of every kind by `GET /api/sse`, connected while the component is mounted. Components with the same
 * options share a connection. Works without a `TidingsProvider` too, as brief 003 prints it: with a client of its own
 * that asks the page's own server and signs in by its cookie.
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
