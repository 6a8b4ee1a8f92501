import { hashKey, type QueryClient, type QueryFunctionContext, type QueryKey } from "@tanstack/react-query";
import {
  ClientError,
  type ConnectionStatus,
  idleStatus,
  type Loaded,
  type LiveQueryOptions as StreamedOptions,
} from "@tidings/client";
import type { AnyStream } from "@tidings/contracts";
import { syncsOf } from "./syncs.ts";

/** What {@link liveQueryOptions} takes: a live query, and its key in the cache. */
export interface LiveDefinition<State, S extends AnyStream>
  extends Pick<StreamedOptions<State, S>, "client" | "stream" | "query" | "batch" | "backoff" | "load" | "apply"> {
  /** As everywhere in TanStack Query: whatever else `load` depends on has to be in it. */
  readonly queryKey: QueryKey;
}

/** The options of a query that a stream keeps up; they fit wherever options of TanStack Query go. */
export interface LiveQueryOptions<State, S extends AnyStream> {
  readonly queryKey: QueryKey;
  queryFn(context: QueryFunctionContext): Promise<Loaded<State>>;
  /** The cache holds data and position, so that whoever takes the cache over goes on from there (C42.1). */
  select(loaded: Loaded<State>): State;
  /** Infinity: what a stream keeps up does not grow old, and who listens again catches up first. */
  readonly staleTime: number;
  /** False: reducers keep what they do not change. */
  readonly structuralSharing: false;
  /** Three times, and only what may pass: no refusal is asked for again. */
  retry(failures: number, error: Error): boolean;
  readonly meta: {
    /** How the query's connection stands: for whoever has only the cache, as devtools and persisters. */
    readonly connection: (queryClient: QueryClient) => ConnectionStatus;
  };
  /** What `useQueryStream` needs. */
  readonly live: LiveDefinition<State, S>;
}

/**
 * Makes a query of TanStack Query whose snapshot is loaded by `load` and kept true by a stream, as long as a
 * `useQueryStream` of it is mounted: no event between the two is lost, events change the cache once a frame, and after a
 * gap it is loaded again. Refetching and invalidating load through the stream, so that nothing goes back in time.
 *
 * @example
 * export const builds = (client: Client) =>
 *   liveQueryOptions({
 *     client,
 *     stream: buildsStream,
 *     queryKey: ["builds"],
 *     load: (signal) => client.call(listBuilds, {}, { signal }),
 *     apply: { build_changed: (builds, build) => builds.map((one) => (one.id === build.id ? build : one)) },
 *   });
 * const { data } = useQuery(builds(client));
 */
export function liveQueryOptions<State, const S extends AnyStream>(
  live: LiveDefinition<State, S>,
): LiveQueryOptions<State, S> {
  const { queryKey } = live;
  const sync = (queryClient: QueryClient) => syncsOf(queryClient, live.client).get(hashKey(queryKey));
  return {
    queryKey,
    async queryFn({ client: queryClient, signal }) {
      const running = sync(queryClient);
      if (running === undefined) return live.load(signal, undefined);
      await running.reload();
      // The sync tells the cache by itself; this is what it told.
      const loaded = queryClient.getQueryData<Loaded<State>>(queryKey);
      if (loaded === undefined) throw new ClientError("load_failed", "the cache was emptied while it was loaded");
      return loaded;
    },
    select: ({ data }) => data,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
    retry: (failures, error) => failures < 3 && !(error instanceof ClientError && isRefused(error)),
    meta: { connection: (queryClient) => sync(queryClient)?.connection() ?? idleStatus },
    live,
  };
}

function isRefused({ status = 0 }: ClientError): boolean {
  return status >= 400 && status < 500 && status !== 408 && status !== 429;
}
