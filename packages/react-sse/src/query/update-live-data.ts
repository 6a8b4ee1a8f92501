import type { QueryClient } from "@tanstack/react-query";
import type { Loaded } from "@tidings/client";
import type { AnyStream } from "@tidings/contracts";
import type { LiveQueryOptions } from "./live-query-options.ts";

/**
 * Changes the data of a live query in the cache, as `setQueryData` does, without touching its position: for optimistic
 * changes and the answers of mutations. The stream goes on from what it makes. Nothing happens while nothing is loaded.
 *
 * @example
 * useMutation({
 *   mutationFn: (body) => client.call(startBuild, { body }),
 *   onSuccess: ({ data }) => updateLiveData(queryClient, builds, (before) => [data, ...before]),
 * });
 */
export function updateLiveData<State, S extends AnyStream>(
  queryClient: QueryClient,
  { queryKey }: Pick<LiveQueryOptions<State, S>, "queryKey" | "live">,
  change: (data: State) => State,
): void {
  queryClient.setQueryData<Loaded<State>>(queryKey, (loaded) => loaded && { ...loaded, data: change(loaded.data) });
}
