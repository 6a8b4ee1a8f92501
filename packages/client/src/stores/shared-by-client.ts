import type { Client } from "../client.ts";
import { createPool, type Pool } from "./pool.ts";

/** Milliseconds a thing is kept after its last holder left: React's StrictMode and route changes find it as it was. */
const LINGER_MS = 1_000;

/** Something that the components on one client share: one of each key, counted. */
export interface SharedByClient<Thing> {
  /**
   * Joins it, making it if nobody holds it; the returned `release` leaves it again. Default key: the empty one. A new
   * one may go on from `before`, one that was closed.
   */
  acquire(client: Client, key?: string, before?: Thing): { readonly thing: Thing; release(): void };
  /** The one of this key, if there is one, without joining it. */
  get(client: Client, key?: string): Thing | undefined;
}

/**
 * Makes a kind of thing that all components on one client share by a key: for adapters to a UI framework.
 *
 * @example
 * const sharedOrders = shareByClient((client) => createOrdersQuery(client));
 * const { thing: orders, release } = sharedOrders.acquire(client);
 */
export function shareByClient<Thing extends { close(): void }>(
  create: (client: Client, key: string, before: Thing | undefined) => Thing,
): SharedByClient<Thing> {
  const poolOf = poolsByClient<Thing>();
  return {
    acquire: (client, key = "", before) => poolOf(client).acquire(key, () => create(client, key, before)),
    get: (client, key = "") => poolOf(client).get(key),
  };
}

/** A pool for each client, for what its components share. */
export function poolsByClient<Thing extends { close(): void }>(): (client: Client) => Pool<Thing> {
  const pools = new WeakMap<Client, Pool<Thing>>();
  return (client) => {
    const { host } = client;
    const pool =
      pools.get(client) ?? createPool<Thing>({ lingerMs: LINGER_MS, setTimer: (run, ms) => host.setTimer(run, ms) });
    pools.set(client, pool);
    return pool;
  };
}
