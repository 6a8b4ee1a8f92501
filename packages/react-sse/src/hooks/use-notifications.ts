"use client";

import { type NotificationItem, notificationsOf } from "@tidings/client/notifications";
import type { notificationsStream } from "@tidings/contracts/notifications";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { StreamOptions } from "./stream-options.ts";
import { useStable } from "./use-stable.ts";
import { useTidings } from "./use-tidings.ts";

/** What {@link useNotifications} gives a page. */
export interface NotificationsResult {
  /** Newest first, at most 100. */
  readonly notifications: readonly NotificationItem[];
  /** Marks one as read, or as unread again. */
  markRead(id: string, isRead?: boolean): void;
  markAllRead(): void;
  /** Removes them all. */
  clear(): void;
}

const none: readonly NotificationItem[] = [];

/**
 * What came over the notifications stream for a person to read: `notification`, `system`, `success` and `error`. The
 * client keeps them in memory, so that all components share one list. Events that come while no component listens are
 * not in it.
 *
 * @example
 * const { notifications, markRead, markAllRead, clear } = useNotifications();
 * return <NotificationCenter notifications={notifications} onRead={markRead} onReadAll={markAllRead} onClear={clear} />;
 */
export function useNotifications({
  query,
  enabled = true,
}: Pick<StreamOptions<typeof notificationsStream>, "query" | "enabled"> = {}): NotificationsResult {
  const client = useTidings();
  const stableQuery = useStable(query);
  const store = useMemo(() => notificationsOf(client, stableQuery), [client, stableQuery]);
  const subscribe = useCallback(
    (listener: () => void) => (enabled ? store.subscribe(listener) : () => {}),
    [store, enabled],
  );
  const notifications = useSyncExternalStore(subscribe, store.getSnapshot, () => none);
  return {
    notifications,
    markRead: useCallback(
      (id: string, isRead = true) =>
        store.update((items) => items.map((item) => (item.id === id ? { ...item, isRead } : item))),
      [store],
    ),
    markAllRead: useCallback(
      () => store.update((items) => items.map((item) => (item.isRead ? item : { ...item, isRead: true }))),
      [store],
    ),
    clear: useCallback(() => store.update(() => none), [store]),
  };
}
