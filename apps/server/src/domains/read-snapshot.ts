import type { Hub } from "@tidings/hub";
import type { Relay } from "@tidings/outbox";

/** Reads rows for a page that goes on with a stream: the rows, and the position to open the stream from. */
export type ReadSnapshot = <Rows>(
  read: () => Promise<Rows>,
) => Promise<{ readonly data: Rows; readonly position: string }>;

/** What {@link createReadSnapshot} works with. */
export interface SnapshotParts {
  readonly hub: Pick<Hub, "head">;
  readonly relay: Pick<Relay, "catchUp">;
}

/**
 * Makes {@link ReadSnapshot}. What is committed is relayed first, so that the position is not far behind the rows. The
 * position is read before the rows, so that it is never ahead of them: what commits in between is in both the rows and
 * the stream, and the reader's revision or id tells so (D5.1, D6.2).
 *
 * @example const { data, position } = await readSnapshot(() => orders.list(user, { limit: 50 }));
 */
export function createReadSnapshot({ hub, relay }: SnapshotParts): ReadSnapshot {
  return async (read) => {
    await relay.catchUp();
    const position = await hub.head();
    return { data: await read(), position };
  };
}
