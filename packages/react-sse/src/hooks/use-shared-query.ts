"use client";

import type { SharedByClient } from "@tidings/client";
import { type ConnectionStatus, createLiveView, type LiveQuery, type LiveSnapshot } from "@tidings/client";
import type { AnyStream } from "@tidings/contracts";
import { useMemo, useSyncExternalStore } from "react";
import { useTidings } from "./use-tidings.ts";

/** What {@link useSharedQuery} gives the hook of a domain. */
export interface SharedQueryView<State, Query> {
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

/** A shared live query for a component: snapshot and connection as one view that changes when either does. */
export function useSharedQuery<State, S extends AnyStream, Query extends LiveQuery<State, S>>(
  shared: SharedByClient<Query & LiveQuery<State, S>>,
  enabled: boolean,
): SharedQueryView<State, Query> {
  const client = useTidings();
  const view = useMemo(() => createLiveView<State, S, Query>({ client, shared, enabled }), [shared, client, enabled]);
  const shown = useSyncExternalStore(view.subscribe, view.getSnapshot, view.getServerSnapshot);
  const { held, reload, reconnect } = view;
  return { ...shown, held, reload, reconnect };
}
