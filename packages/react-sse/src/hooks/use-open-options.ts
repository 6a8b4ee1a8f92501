"use client";

import type { OpenOptions } from "@tidings/client";
import type { AnyStream } from "@tidings/contracts";
import type { ListenOptions } from "./stream-options.ts";
import { useStable } from "./use-stable.ts";

/** The options of a hook as `client.open` takes them: the same object as long as they say the same. */
export function useOpenOptions<S extends AnyStream>({ query, batch, backoff, from }: ListenOptions<S>): OpenOptions<S> {
  return useStable({ query, batch, backoff, from });
}
