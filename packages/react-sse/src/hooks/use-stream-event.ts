"use client";

import type { CustomName, ReceivedEvent } from "@tidings/client";
import type { AnyStream, EventName } from "@tidings/contracts";
import { useEffect } from "react";
import type { StreamOptions } from "./stream-options.ts";
import { useLatest } from "./use-latest.ts";
import { useStable } from "./use-stable.ts";
import { useTidings } from "./use-tidings.ts";

/**
 * Calls `handler` with each event of one name while the component is mounted. The handler may be written inline: a new
 * one replaces it without a reconnect. The hook causes no render by itself.
 *
 * @example useStreamEvent(ordersStream, "order_status_update", ({ data }) => log(data.order_code));
 */
export function useStreamEvent<S extends AnyStream, N extends (EventName<S> & string) | CustomName<S>>(
  stream: S,
  name: N,
  handler: (event: ReceivedEvent<S, N>) => void,
  { query, enabled = true }: StreamOptions<S> = {},
): void {
  const client = useTidings();
  const stableQuery = useStable(query);
  const latest = useLatest(handler);
  useEffect(() => {
    if (!enabled) return;
    const opened = client.open(stream, stableQuery === undefined ? {} : { query: stableQuery });
    opened.on(name, (event) => latest.current(event));
    return () => opened.close();
  }, [client, stream, name, stableQuery, enabled, latest]);
}
