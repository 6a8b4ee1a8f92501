"use client";

import { type Operation, operationsOf } from "@tidings/client/notifications";
import type { notificationsStream } from "@tidings/contracts/notifications";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { StreamOptions } from "./stream-options.ts";
import { useStable } from "./use-stable.ts";
import { useTidings } from "./use-tidings.ts";

/** What {@link useOperations} gives a page. */
export interface OperationsResult {
  /** Newest first, at most 50. */
  readonly operations: readonly Operation[];
  /** Removes one from the list, until an event mentions it again. */
  dismiss(id: string): void;
}

const none: readonly Operation[] = [];

/**
 * Long operations and their progress, from the notifications stream. Renders at most once a frame, however fast
 * progress comes. The client shares and keeps them as for {@link useNotifications}.
 *
 * @example
 * const { operations, dismiss } = useOperations();
 * return <ProgressList operations={operations} onDismiss={dismiss} />;
 */
export function useOperations({
  query,
  enabled = true,
}: Pick<StreamOptions<typeof notificationsStream>, "query" | "enabled"> = {}): OperationsResult {
  const client = useTidings();
  const stableQuery = useStable(query);
  const store = useMemo(() => operationsOf(client, stableQuery), [client, stableQuery]);
  const subscribe = useCallback(
    (listener: () => void) => (enabled ? store.subscribe(listener) : () => {}),
    [store, enabled],
  );
  const operations = useSyncExternalStore(subscribe, store.getSnapshot, () => none);
  const dismiss = useCallback(
    (id: string) => store.update((all) => all.filter((operation) => operation.id !== id)),
    [store],
  );
  return { operations, dismiss };
}
