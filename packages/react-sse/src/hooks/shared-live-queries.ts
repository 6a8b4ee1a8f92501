import type { Client, LiveQuery } from "@tidings/client";
import type { AnyStream } from "@tidings/contracts";

/** Milliseconds a query is kept after its last component left: StrictMode and route changes find it still loaded. */
const LINGER_MS = 1_000;

/** What a client's components share: one query of a kind, counted. */
export interface SharedLiveQuery<State, S extends AnyStream, Query extends LiveQuery<State, S> = LiveQuery<State, S>> {
  /** Joins the query, making it if nobody holds it; the answer leaves it again. */
  acquire(client: Client): { readonly query: Query; release(): void };
}

/** Makes a kind of live query that all components on one client share: one load, one state. */
export function shareLiveQuery<State, S extends AnyStream, Query extends LiveQuery<State, S> = LiveQuery<State, S>>(
  create: (client: Client) => Query,
): SharedLiveQuery<State, S, Query> {
  const entries = new WeakMap<Client, { query: Query; holders: number; cancelLinger?: () => void }>();
  return {
    acquire(client) {
      const entry = entries.get(client) ?? { query: create(client), holders: 0 };
      entries.set(client, entry);
      entry.holders += 1;
      entry.cancelLinger?.();
      let released = false;
      return {
        query: entry.query,
        release() {
          if (released) return;
          released = true;
          entry.holders -= 1;
          if (entry.holders > 0) return;
          entry.cancelLinger = client.host.setTimer(() => {
            entries.delete(client);
            entry.query.close();
          }, LINGER_MS);
        },
      };
    },
  };
}
