"use client";

import type { EventStream } from "@tidings/client";
import type { AnyStream } from "@tidings/contracts";
import { useEffect, useState } from "react";
import type { ListenOptions } from "./stream-options.ts";
import { useOpenOptions } from "./use-open-options.ts";
import { useTidings } from "./use-tidings.ts";

/**
 * Holds a stream open while the component is mounted. Undefined on the server, in the first render, and while
 * `enabled` is false.
 *
 * @example
 * const stream = useStream(ordersStream);
 * <button onClick={() => stream?.reconnect()}>Try now</button>
 */
export function useStream<S extends AnyStream>(stream: S, options: ListenOptions<S> = {}): EventStream<S> | undefined {
  const client = useTidings();
  const { enabled = true } = options;
  const open = useOpenOptions(options);
  const [handle, setHandle] = useState<EventStream<S>>();
  useEffect(() => {
    if (!enabled) return;
    const opened = client.open(stream, open);
    setHandle(opened);
    return () => {
      opened.close();
      setHandle(undefined);
    };
  }, [client, stream, open, enabled]);
  return handle;
}
