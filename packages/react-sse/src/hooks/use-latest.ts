"use client";

import type { CustomName, OpenOptions, ReceivedEvent } from "@tidings/client";
import type { AnyStream, EventName } from "@tidings/contracts";
import { useState } from "react";
import type { ListenOptions } from "./stream-options.ts";
import { useOpenOptions } from "./use-open-options.ts";
import { useStreamEvent } from "./use-stream-event.ts";

/**
 * The newest event of one name that came since the component was mounted, or since its `query` changed; undefined until
 * one comes. Renders at most once a frame.
 *
 * @example
 * const progress = useLatest(buildsStream, "progress")?.data.percent;
 */
export function useLatest<S extends AnyStream, N extends (EventName<S> & string) | CustomName<S>>(
  stream: S,
  name: N,
  options: ListenOptions<S> = {},
): ReceivedEvent<S, N> | undefined {
  const open = useOpenOptions(options);
  const [latest, setLatest] = useState<{
    readonly of: readonly [S, N, OpenOptions<S>];
    readonly event: ReceivedEvent<S, N>;
  }>();
  useStreamEvent(stream, name, (event) => setLatest({ of: [stream, name, open], event }), {
    ...options,
    perFrame: true,
  });
  const isOfThis = latest?.of[0] === stream && latest.of[1] === name && latest.of[2] === open;
  return isOfThis ? latest.event : undefined;
}
