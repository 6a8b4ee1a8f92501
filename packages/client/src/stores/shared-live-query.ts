import type { AnyStream } from "@tidings/contracts";
import type { Client } from "../client.ts";
import { createLiveQuery, type LiveQuery, type LiveQueryOptions } from "./live-query.ts";
import { shownBy } from "./loaded.ts";
import { poolsByClient, type SharedByClient } from "./shared-by-client.ts";

/** What {@link shareLiveQuery} takes: the options of a live query, and what tells it apart. */
export interface SharedLiveQueryOptions<State, S extends AnyStream> extends Omit<LiveQueryOptions<State, S>, "client"> {
  /** Tells several states apart that one stream keeps up with the same query: `"list"`, `"totals"`. Default `""`. */
  readonly key?: string | undefined;
}

interface Entry {
  readonly query: LiveQuery<unknown, AnyStream>;
  close(): void;
}

const poolOf = poolsByClient<Entry>();

/**
 * A live query that all holders on one client share who ask for the same stream, query and key. It loads and reduces as
 * `options` says at that moment, so that whoever shares it may hand out newer functions.
 *
 * @example
 * const builds = shareLiveQuery(() => ({ stream: buildsStream, load, apply }));
 * const { thing: query, release } = builds.acquire(client);
 */
export function shareLiveQuery<State, const S extends AnyStream>(
  options: () => SharedLiveQueryOptions<State, S>,
): SharedByClient<LiveQuery<State, S>> {
  const { stream, query, batch = false, backoff = {}, key: name = "" } = options();
  const key = JSON.stringify([stream.name, stream.path, query ?? {}, batch, backoff, name]);
  const create = (client: Client, before: LiveQuery<State, S> | undefined) =>
    createLiveQuery<State, S>({
      ...options(),
      client,
      initial: shownBy(before) ?? options().initial,
      load: (signal, held) => options().load(signal, held),
      get apply() {
        return options().apply;
      },
    });
  // One pool holds the queries of all streams; the key names the stream whose query is found.
  const known = (entry: Entry) => entry.query as unknown as LiveQuery<State, S>;
  return {
    acquire(client, _key, before) {
      const { thing, release } = poolOf(client).acquire(key, () => {
        const made = create(client, before);
        return { query: made as unknown as Entry["query"], close: made.close };
      });
      return { thing: known(thing), release };
    },
    get(client) {
      const entry = poolOf(client).get(key);
      return entry && known(entry);
    },
  };
}
