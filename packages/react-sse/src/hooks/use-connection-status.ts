"use client";

import {
  type Client,
  type ConnectionStatus,
  createReadTracker,
  type EventStream,
  idleStatus,
  type OpenOptions,
} from "@tidings/client";
import type { AnyStream } from "@tidings/contracts";
import { useMemo, useSyncExternalStore } from "react";
import type { StreamOptions } from "./stream-options.ts";
import { useOpenOptions } from "./use-open-options.ts";
import { useTidings } from "./use-tidings.ts";

/** {@link StreamOptions}, and which part of the status to follow. */
export interface ConnectionStatusOptions<S extends AnyStream, Selected> extends StreamOptions<S> {
  /**
   * Picks the part that the component shows. The component renders again only when that changes (`Object.is`). A new
   * object is always a change, so pick single values. Default: the whole status, of which only what is read counts.
   */
  readonly select?: ((status: ConnectionStatus) => Selected) | undefined;
}

/**
 * A stream's connection as the page shows it, holding the stream open. On the server, in the first render and while
 * not enabled it is `idle`. The component renders again only when something changes that it has read (C43).
 *
 * @example
 * const status = useConnectionStatus(ordersStream);
 * const isLive = useConnectionStatus(ordersStream, { select: (status) => status.freshness === "live" });
 */
export function useConnectionStatus<S extends AnyStream, Selected = ConnectionStatus>(
  stream: S,
  options: ConnectionStatusOptions<S, Selected> = {},
): Selected {
  const client = useTidings();
  const { enabled = true, select } = options;
  const open = useOpenOptions(options);
  const store = useMemo(() => createStatusStore(client, stream, open, enabled), [client, stream, open, enabled]);
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
function createStatusStore<S extends AnyStream>(client: Client, stream: S, open: OpenOptions<S>, enabled: boolean) {
  const track = createReadTracker<ConnectionStatus>();
  let handle: EventStream<S> | undefined;
  return {
    getSnapshot: () => track(handle?.getSnapshot() ?? idleStatus),
    subscribe(listener: () => void) {
      if (!enabled) return () => {};
      const opened = client.open(stream, open);
      handle = opened;
      opened.subscribe(listener);
      return () => {
        opened.close();
        if (handle === opened) handle = undefined;
      };
    },
  };
}
