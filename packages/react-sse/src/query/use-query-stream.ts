"use client";

import { hashKey, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { type ConnectionStatus, createReadTracker, idleStatus } from "@tidings/client";
import type { AnyStream } from "@tidings/contracts";
import { useMemo, useSyncExternalStore } from "react";
import { useLatestRef } from "../hooks/use-latest-ref.ts";
import { createSync } from "./create-sync.ts";
import type { LiveDefinition, LiveQueryOptions } from "./live-query-options.ts";
import { syncsOf } from "./syncs.ts";

/**
 * Keeps a query of {@link liveQueryOptions} true by its stream while the component is mounted, from the moment on that
 * the cache has it, whoever fetched it: `useQuery`, `prefetchQuery` or a server's `dehydrate`. Components with the same key share one stream.
 *
 * @returns How the connection stands, for an indicator: `freshness` says how far the data can be trusted. The component
 *   renders again only when something changes that it has read.
 * @example
 * const { data } = useQuery(builds);
 * const { freshness } = useQueryStream(builds);
 */
export function useQueryStream<State, S extends AnyStream>(
  { live }: Pick<LiveQueryOptions<State, S>, "live">,
  queryClient?: QueryClient,
): ConnectionStatus {
  const cache = useQueryClient(queryClient);
  const hash = hashKey(live.queryKey);
  const latest = useLatestRef(live);
  const store = useMemo(
    () => createStore(cache, hash, live.client, () => latest.current),
    [cache, hash, live.client, latest],
  );
  return useSyncExternalStore(store.subscribe, store.getSnapshot, () => idleStatus);
}

/** Joins the stream as soon as the cache has the entry. */
function createStore<State, S extends AnyStream>(
  queryClient: QueryClient,
  hash: string,
  client: LiveDefinition<State, S>["client"],
  definition: () => LiveDefinition<State, S>,
) {
  const track = createReadTracker<ConnectionStatus>();
  const pool = syncsOf(queryClient, client);
  const queries = queryClient.getQueryCache();
  let held: ReturnType<typeof pool.acquire> | undefined;
  return {
    getSnapshot: () => track(held?.thing.connection() ?? idleStatus),
    subscribe(listener: () => void) {
      let stopListening: (() => void) | undefined;
      const join = () => {
        if (held !== undefined || queries.get(hash)?.state.data === undefined) return;
        stopWatching();
        held = pool.acquire(hash, () =>
          createSync<State, S>(queryClient, {
            ...definition(),
            load: (signal, before) => definition().load(signal, before),
            get apply() {
              return definition().apply;
            },
          }),
        );
        stopListening = held.thing.stream.subscribe(listener);
        listener();
      };
      const stopWatching = queries.subscribe(join);
      join();
      return () => {
        stopWatching();
        stopListening?.();
        held?.release();
        held = undefined;
      };
    },
  };
}
