"use client";

import { createClientListeners, type EventStream } from "@tidings/client";
import type { AnyStream } from "@tidings/contracts";
import { useEffect } from "react";
import type { ListenOptions } from "./stream-options.ts";
import { useLatestRef } from "./use-latest-ref.ts";
import { useOpenOptions } from "./use-open-options.ts";
import { useTidings } from "./use-tidings.ts";

/** How a hook hears a stream; the same function as long as it hears the same. */
export type Listen<S extends AnyStream, E> = (opened: EventStream<S>, hear: (event: E) => void) => void;

/** Holds a stream open while the component is mounted, and calls the newest `handler` with what `listen` hears. */
export function useListener<S extends AnyStream, E>(
  stream: S,
  listen: Listen<S, E>,
  handler: (event: E) => void,
  options: ListenOptions<S> & { readonly perFrame?: boolean | undefined },
): void {
  const client = useTidings();
  const { enabled = true, perFrame = false } = options;
  const open = useOpenOptions(options);
  const latest = useLatestRef(handler);
  useEffect(() => {
    if (!enabled) return;
    const handlers = createClientListeners<[E]>(client, `a hook on ${stream.name}`);
    handlers.add((event) => latest.current(event));
    let waiting: E[] = [];
    let cancelFrame: (() => void) | undefined;
    const deliver = () => {
      cancelFrame?.();
      cancelFrame = undefined;
      const events = waiting;
      waiting = [];
      for (const event of events) handlers.notify(event);
    };
    const opened = client.open(stream, open);
    listen(opened, (event) => {
      if (!perFrame) return handlers.notify(event);
      waiting.push(event);
      cancelFrame ??= client.host.schedule(deliver);
    });
    return () => {
      // What came before the stream was left is not lost.
      deliver();
      opened.close();
    };
  }, [client, stream, listen, open, enabled, perFrame, latest]);
}
