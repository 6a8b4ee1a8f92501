"use client";

import type { AnyReceivedEvent, EventStream } from "@tidings/client";
import type { AnyStream } from "@tidings/contracts";
import { useListener } from "./use-listener.ts";
import type { StreamEventOptions } from "./use-stream-event.ts";

/**
 * Calls `handler` with every event of a stream, in order, custom ones too, while the component is mounted. The handler
 * may be written inline, as that of `useStreamEvent`.
 *
 * @example useAnyEvent(ordersStream, (event) => analytics.track(event.event));
 */
export function useAnyEvent<S extends AnyStream>(
  stream: S,
  handler: (event: AnyReceivedEvent<S>) => void,
  options: StreamEventOptions<S> = {},
): void {
  useListener<S, AnyReceivedEvent<S>>(stream, hearAll, handler, options);
}

function hearAll<S extends AnyStream>(opened: EventStream<S>, hear: (event: AnyReceivedEvent<S>) => void): void {
  opened.onAny(hear);
}
