import type { Connection, Hub } from "@tidings/hub";
import { Refusal } from "./refusal.ts";

/** How many streams may be open; 0 is no limit. */
export interface ConnectionCaps {
  readonly total: number;
  readonly perUser: number;
  readonly perAddress: number;
  /**
   * How much of a cap that readers share is kept for users, in percent: readers who did not sign in get the rest at most
   * (S9.3). 0 keeps nothing, 100 lets in users only.
   */
  readonly reservedPercent: number;
}

/** Whose stream is about to open, and which. */
export interface Seat {
  /** Undefined for whoever did not sign in. */
  readonly userId: string | undefined;
  /** As `addressKey` writes it. */
  readonly address: string;
  /** The stream's name. */
  readonly stream: string;
  /** How many connections this stream takes, whoever's; 0 is no limit of its own. */
  readonly maxOfStream: number;
}

/** What is asked about the connections that are open. */
export type OpenConnections = Pick<Hub, "count" | "countAll" | "countFrom" | "connections">;

/**
 * Refuses a stream too many (S9.1). Await nothing between this and the hub's connection, so that of two at once not both
 * take the last place (S9.6).
 *
 * @throws Refusal `too_many_connections` or `too_many_from_address` (429) for one's own, `full` (503) for everyone's (S9.2)
 */
export function checkConnectionCaps(hub: OpenConnections, caps: ConnectionCaps, seat: Seat): void {
  const { userId, address, stream, maxOfStream } = seat;
  const fromHere = (connection: Connection) => connection.address === address;
  const ofStream = (connection: Connection) => connection.stream.name === stream;
  if (userId !== undefined && caps.perUser > 0 && hub.count(userId) >= caps.perUser) {
    throw new Refusal("too_many_connections", ["Too many open streams; close other tabs and try again"], {
      retryAfter: 30,
    });
  }
  if (caps.perAddress > 0 && hub.countFrom(address) >= caps.perAddress) {
    throw new Refusal("too_many_from_address", ["Too many open streams from this address; try again later"], {
      retryAfter: 30,
    });
  }
  const full = caps.total > 0 && hub.countAll() >= caps.total;
  if (full || (maxOfStream > 0 && holds(hub, maxOfStream, ofStream))) {
    throw new Refusal("full", ["The server holds as many streams as it may; try again shortly"], {
      retryAfter: 10,
    });
  }
  if (userId !== undefined) return;
  const shareIsTaken = (cap: number, counts: (connection: Connection) => boolean) =>
    cap > 0 &&
    holds(
      hub,
      cap - Math.floor((cap * caps.reservedPercent) / 100),
      (one) => one.principal === undefined && counts(one),
    );
  if (shareIsTaken(caps.perAddress, fromHere)) {
    throw new Refusal(
      "too_many_from_address",
      ["Too many open streams from this address without signing in; sign in, or try again later"],
      { retryAfter: 30 },
    );
  }
  if (shareIsTaken(caps.total, () => true) || shareIsTaken(maxOfStream, ofStream)) {
    throw new Refusal(
      "full",
      ["The places for readers who are not signed in are taken; sign in, or try again shortly"],
      { retryAfter: 10 },
    );
  }
}

/** Whether the hub has so many connections of a kind. */
function holds(hub: OpenConnections, count: number, counts: (connection: Connection) => boolean): boolean {
  // While there are fewer altogether, nobody has to be counted.
  if (hub.countAll() < count) return false;
  let left = count;
  for (const connection of hub.connections()) {
    if (left === 0) return true;
    if (counts(connection)) left -= 1;
  }
  return left === 0;
}
