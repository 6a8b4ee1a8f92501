import type { QueryClient } from "@tanstack/react-query";
import { type Client, type ConnectionStatus, createPool, type Pool } from "@tidings/client";
import type { Store } from "@tidings/contracts/listeners";

/** A stream that keeps an entry of a cache up. */
export interface Sync {
  /** Loads the entry again through the stream. Resolves when the cache has it, and rejects with why it could not be loaded. */
  reload(): Promise<void>;
  connection(): ConnectionStatus;
  /** Where the connection's changes are told. */
  readonly stream: Store<ConnectionStatus>;
  close(): void;
}

/** Milliseconds that a stream outlives its last component: StrictMode and route changes find it as it was. */
const LINGER_MS = 1_000;

const pools = new WeakMap<QueryClient, WeakMap<Client, Pool<Sync>>>();

/** The streams that keep up entries of a cache, by the hash of their key. */
export function syncsOf(queryClient: QueryClient, client: Client): Pool<Sync> {
  const { host } = client;
  const ofCache = pools.get(queryClient) ?? new WeakMap<Client, Pool<Sync>>();
  const pool =
    ofCache.get(client) ?? createPool<Sync>({ lingerMs: LINGER_MS, setTimer: (run, ms) => host.setTimer(run, ms) });
  pools.set(queryClient, ofCache);
  ofCache.set(client, pool);
  return pool;
}
