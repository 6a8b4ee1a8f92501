"use client";

import type { SharedByClient } from "@tidings/client";
import { type Client, type ConnectionStatus, idleStatus, type LiveQuery, type LiveSnapshot } from "@tidings/client";
import type { AnyStream } from "@tidings/contracts";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { useTidings } from "./use-tidings.ts";

/** What {@link useLiveQuery} gives the hook of a domain. */
export interface LiveQueryView<State, Query> {
  readonly snapshot: LiveSnapshot<State>;
  readonly connection: ConnectionStatus;
  /**
   * Returns the query while it is in use, for updates and overlays. The same function until the client or `enabled`
   * changes.
   */
  held(): Query | undefined;
  /** Loads again. Resolves when the load has ended, even if it failed. */
  reload(): Promise<void>;
  /** Connects at once instead of waiting. */
  reconnect(): void;
}

const beforeLoad = { data: undefined, status: "loading", error: undefined, isLoading: true } as const;
const before = { snapshot: beforeLoad, connection: idleStatus };

/** A shared live query for a component: snapshot and connection as one view that changes when either does. */
export function useLiveQuery<State, S extends AnyStream, Query extends LiveQuery<State, S>>(
  shared: SharedByClient<Query & LiveQuery<State, S>>,
  enabled: boolean,
): LiveQueryView<State, Query> {
  const client = useTidings();
  const store = useMemo(() => createStore(shared, client, enabled), [shared, client, enabled]);
  const view = useSyncExternalStore(store.subscribe, store.getSnapshot, () => before);
  return {
    ...view,
    held: store.held,
    reload: useCallback(async () => store.held()?.reload(), [store]),
    reconnect: useCallback(() => store.held()?.stream.reconnect(), [store]),
  };
}

/** Joins the shared query when React subscribes, which it does after the first render and never on a server. */
function createStore<State, S extends AnyStream, Query extends LiveQuery<State, S>>(
  shared: SharedByClient<Query & LiveQuery<State, S>>,
  client: Client,
  enabled: boolean,
) {
  let query: (Query & LiveQuery<State, S>) | undefined;
  // A hidden <Activity> releases its query. When it is shown again, its last state is there, and the next query
  // continues from it (C41.2).
  let last: (Query & LiveQuery<State, S>) | undefined;
  let view: { readonly snapshot: LiveSnapshot<State>; readonly connection: ConnectionStatus } = before;
  return {
    held: () => query,
    getSnapshot() {
      const snapshot = last?.getSnapshot() ?? before.snapshot;
      const connection = query?.stream.getSnapshot() ?? idleStatus;
      if (view.snapshot !== snapshot || view.connection !== connection) view = { snapshot, connection };
      return view;
    },
    subscribe(listener: () => void) {
      if (!enabled) return () => {};
      const held = shared.acquire(client, undefined, last);
      query = held.thing;
      last = held.thing;
      const stops = [held.thing.subscribe(listener), held.thing.stream.subscribe(listener)];
      return () => {
        for (const stop of stops) stop();
        held.release();
        query = undefined;
      };
    },
  };
}
