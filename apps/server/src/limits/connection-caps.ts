import type { Hub } from "@tidings/hub";
import { ServerError } from "../server-error.ts";

/** How many streams may be open; 0 is no limit. */
export interface ConnectionCaps {
  readonly total: number;
  readonly perUser: number;
  readonly perAddress: number;
}

/** Whose stream it is. */
export interface Owner {
  /** Undefined for whoever did not sign in. */
  readonly userId: string | undefined;
  /** As `addressKey` writes it. */
  readonly address: string;
}

/**
 * Refuses a stream too many (S9). Nothing is awaited between this and the hub's connection, so that two at once cannot
 * both be the last.
 *
 * @throws ServerError `too_many_connections` or `too_many_from_address` (429) for one's own, `full` (503) for everyone's
 */
export function checkConnectionCaps(
  hub: Pick<Hub, "count" | "countFrom">,
  caps: ConnectionCaps,
  { userId, address }: Owner,
): void {
  if (userId !== undefined && caps.perUser > 0 && hub.count(userId) >= caps.perUser) {
    throw new ServerError("too_many_connections", ["Too many open streams; close other tabs and try again"], {
      retryAfter: 30,
    });
  }
  if (caps.perAddress > 0 && hub.countFrom(address) >= caps.perAddress) {
    throw new ServerError("too_many_from_address", ["Too many open streams from this address; try again later"], {
      retryAfter: 30,
    });
  }
  if (caps.total > 0 && hub.count() >= caps.total) {
    throw full();
  }
}

/**
 * Refuses one connection too many of a stream that has a cap of its own; 0 is no limit.
 *
 * @throws ServerError `full` (503)
 */
export function checkStreamCap(
  hub: Pick<Hub, "count" | "connections">,
  stream: { readonly name: string },
  max: number,
): void {
  // While the node holds fewer altogether, nobody has to be counted.
  if (max === 0 || hub.count() < max) return;
  let count = 0;
  for (const connection of hub.connections()) if (connection.stream.name === stream.name) count += 1;
  if (count >= max) throw full();
}

function full(): ServerError {
  return new ServerError("full", ["The server holds as many streams as it may; try again shortly"], { retryAfter: 10 });
}
