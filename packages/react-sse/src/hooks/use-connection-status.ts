"use client";

import { type Client, type ConnectionStatus, type EventStream, idleStatus } from "@tidings/client";
import type { AnyStream, StreamQuery } from "@tidings/contracts";
import { useMemo, useSyncExternalStore } from "react";
import type { StreamOptions } from "./stream-options.ts";
import { useStable } from "./use-stable.ts";
import { useTidings } from "./use-tidings.ts";

/** {@link StreamOptions}, and which part of the status to follow. */
export interface ConnectionStatusOptions<S extends AnyStream, Selected> extends StreamOptions<S> {
  /**
   * Picks the part that the component shows. The component renders again only when that changes (`Object.is`). A new
   * object is always a change, so pick single values. Default: the whole status.
   */
  readonly select?: ((status: ConnectionStatus) => Selected) | undefined;
}

/**
 * A stream's connection as the page shows it, holding the stream open. On the server, in the first render and while
 * not enabled it is `idle`.
 *
 * @example
 * const status = useConnectionStatus(ordersStream);
 * const isLive = useConnectionStatus(ordersStream, { select: (status) => status.freshness === "live" });
 */
export function useConnectionStatus<S extends AnyStream, Selected = ConnectionStatus>(
  stream: S,
  { query, enabled = true, select }: ConnectionStatusOptions<S, Selected> = {},
): Selected {
  const client = useTidings();
  const stableQuery = useStable(query);
  const store = useMemo(
    () => createStatusStore(client, stream, stableQuery, enabled),
    [client, stream, stableQuery, enabled],
  );
  const pick = select ?? (asItIs as (status: ConnectionStatus) => Selected);
  return useSyncExternalStore(
    store.subscribe,
    () => pick(store.getSnapshot()),
    () => pick(idleStatus),
  );
}

function asItIs(status: ConnectionStatus): ConnectionStatus {
  return status;
}

/** Opens the stream when React subscribes, which it does after the first render and never on a server. */
function createStatusStore<S extends AnyStream>(
  client: Client,
  stream: S,
  query: StreamQuery<S> | undefined,
  enabled: boolean,
) {
  let handle: EventStream<S> | undefined;
  return {
    getSnapshot: () => handle?.getSnapshot() ?? idleStatus,
    subscribe(listener: () => void) {
      if (!enabled) return () => {};
      const opened = client.open(stream, query === undefined ? {} : { query });
      handle = opened;
      opened.subscribe(listener);
      return () => {
        opened.close();
        if (handle === opened) handle = undefined;
      };
    },
  };
}
