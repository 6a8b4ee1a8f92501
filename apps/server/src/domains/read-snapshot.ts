import type { Hub } from "@tidings/hub";
import type { Relay } from "@tidings/outbox";
import type { Store } from "../store/store.ts";

/** Reads the rows of a page, and the position from which the page opens its stream. */
export type ReadSnapshot = <Rows>(
  read: () => Promise<Rows>,
) => Promise<{ readonly data: Rows; readonly position: string }>;

/** What {@link createReadSnapshot} works with. */
export interface SnapshotParts {
  readonly hub: Pick<Hub, "head">;
  readonly relay: Pick<Relay, "catchUp">;
  readonly store: Pick<Store, "snapshot">;
}

/**
 * Makes {@link ReadSnapshot}. It first relays committed changes, so that the position is not far behind the rows. It
 * reads the position before the rows, so that it is never ahead of them. A change that commits in between is in both
 * the rows and the stream; readers notice that by its revision or id (D5.1, D6.2). Position and rows come from the same
 * server (D5.3).
 *
 * @example const { data, position } = await readSnapshot(() => orders.list(user, { limit: 50 }));
 */
export function createReadSnapshot({ hub, relay, store }: SnapshotParts): ReadSnapshot {
  return async (read) => {
    await relay.catchUp();
    return store.snapshot(async () => {
      const position = await hub.head();
      return { data: await read(), position };
    });
  };
}
