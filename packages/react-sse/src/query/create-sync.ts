import type { QueryClient } from "@tanstack/react-query";
import { hashKey } from "@tanstack/react-query";
import { createLiveQuery, type Loaded } from "@tidings/client";
import type { AnyStream } from "@tidings/contracts";
import type { LiveDefinition } from "./live-query-options.ts";
import type { Sync } from "./syncs.ts";

/**
 * Keeps an entry of a cache up by its stream: goes on from what the cache has, writes what events make of it into the
 * cache once a frame, and takes over what others write there.
 */
export function createSync<State, S extends AnyStream>(
  queryClient: QueryClient,
  definition: LiveDefinition<State, S>,
): Sync {
  const { client, queryKey, load } = definition;
  const cached = () => queryClient.getQueryData<Loaded<State>>(queryKey);
  const hash = hashKey(queryKey);
  let position = cached()?.position;
  let isMine = false;

  const query = createLiveQuery<State, S>({
    ...definition,
    initial: cached(),
    async load(signal, held) {
      const loaded = await load(signal, held);
      position = loaded.position;
      return loaded;
    },
  });

  function push(): void {
    const { data } = query.getSnapshot();
    if (data === undefined || data === cached()?.data) return;
    isMine = true;
    queryClient.setQueryData<Loaded<State>>(queryKey, { data, position });
    isMine = false;
  }

  const stopPushing = query.subscribe(push);
  const stopPulling = queryClient.getQueryCache().subscribe((event) => {
    if (isMine || event.type !== "updated" || event.query.queryHash !== hash) return;
    // What a fetch brought came through this sync; `setQueryData` is by hand.
    if (event.action.type !== "success" || event.action.manual !== true) return;
    const written = cached();
    if (written !== undefined && written.data !== query.getSnapshot().data) query.update(() => written.data);
  });

  return {
    async reload() {
      await query.reload();
      // A live query tells of its state with the next frame.
      await new Promise<void>((resolve) => {
        client.host.schedule(resolve);
      });
      const { error } = query.getSnapshot();
      if (error !== undefined) throw error;
      push();
    },
    connection: () => query.stream.getSnapshot(),
    stream: query.stream,
    close() {
      stopPushing();
      stopPulling();
      query.close();
    },
  };
}
