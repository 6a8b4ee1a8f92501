"use client";

import type { CustomName, EventStream, ReceivedEvent } from "@tidings/client";
import type { AnyStream, EventName } from "@tidings/contracts";
import { useCallback } from "react";
import type { ListenOptions } from "./stream-options.ts";
import { useListener } from "./use-listener.ts";

/** {@link ListenOptions}, and when the handler is called. */
export interface StreamEventOptions<S extends AnyStream> extends ListenOptions<S> {
  /**
   * Whether the handler waits for the next frame, and is then called with each event that came: for handlers that set
   * state, which cause one render a frame then, however many events come. Default false: at once.
   */
  readonly perFrame?: boolean | undefined;
}

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
  options: StreamEventOptions<S> = {},
): void {
  const listen = useCallback(
    (opened: EventStream<S>, hear: (event: ReceivedEvent<S, N>) => void) => {
      opened.on(name, hear);
    },
    [name],
  );
  useListener(stream, listen, handler, options);
}
