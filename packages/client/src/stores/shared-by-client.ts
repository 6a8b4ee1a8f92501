import type { Client } from "@tidings/client";

/** Milliseconds a thing is kept after its last component left: StrictMode and route changes find it as it was. */
const LINGER_MS = 1_000;

/** Something that a client's components share: one of each key, counted. */
export interface SharedByClient<Thing> {
  /**
   * Joins it, making it if nobody holds it; the answer's `release` leaves it again. Default key: the empty one. A new one
   * may go on from `before`, one that was closed.
   */
  acquire(client: Client, key?: string, before?: Thing): { readonly thing: Thing; release(): void };
}

interface Entry<Thing> {
  readonly thing: Thing;
  holders: number;
  cancelLinger?: () => void;
}

/** Makes a kind of thing that all components on one client share by a key. */
export function shareByClient<Thing extends { close(): void }>(
  create: (client: Client, key: string, before: Thing | undefined) => Thing,
): SharedByClient<Thing> {
  const clients = new WeakMap<Client, Map<string, Entry<Thing>>>();
  return {
    acquire(client, key = "", before) {
      const entries = clients.get(client) ?? new Map<string, Entry<Thing>>();
      clients.set(client, entries);
      const entry = entries.get(key) ?? { thing: create(client, key, before), holders: 0 };
      entries.set(key, entry);
      entry.holders += 1;
      entry.cancelLinger?.();
      let released = false;
      return {
        thing: entry.thing,
        release() {
          if (released) return;
          released = true;
          entry.holders -= 1;
          if (entry.holders > 0) return;
          entry.cancelLinger = client.host.setTimer(() => {
            entries.delete(key);
            entry.thing.close();
          }, LINGER_MS);
        },
      };
    },
  };
}
