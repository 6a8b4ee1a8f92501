import type { NumberRule } from "@tidings/contracts/number-option";
import type { Connection, Hub } from "@tidings/hub";
import { numberOption } from "@tidings/hub";
import { Refusal } from "./refusal.ts";

/** How many streams may be open. Default of each cap: Infinity, which is no limit; at least 1. */
export interface ConnectionCaps {
  readonly total?: number | undefined;
  readonly perUser?: number | undefined;
  readonly perAddress?: number | undefined;
  /**
   * How many percent of each shared cap are reserved for signed-in users. Readers who are not signed in get at most the
   * rest (S9.3). Default 0 reserves nothing. With 100 only signed-in users get in, if there is a cap.
   */
  readonly reservedPercent?: number | undefined;
}

/** A stream that is about to open, and its reader. */
export interface Seat {
  /** Undefined for a reader who is not signed in. */
  readonly userId: string | undefined;
  /** The reader's address, as `addressKey` returns it. */
  readonly address: string;
  /** The stream's name. */
  readonly stream: string;
  /** How many connections this stream takes from all readers together. Default Infinity: no limit of its own. */
  readonly maxOfStream?: number | undefined;
}

/** The part of a hub that counts its open connections. */
export type OpenConnections = Pick<Hub, "count" | "countAll" | "countFrom" | "connections">;

/** Refuses a stream that would exceed a cap. {@link createCapCheck} makes it. */
export type CheckCaps = (seat: Seat) => void;

/**
 * Makes the check that refuses a stream that would exceed a cap (S9.1). Await nothing between the check and the hub's
 * `connect`, or two readers at once could both take the last place (S9.6).
 *
 * @returns a function that throws Refusal `too_many_connections` or `too_many_from_address` (429) for a cap of one
 *   reader, `full` (503) for a shared cap (S9.2), and HubError `invalid_options` for a `maxOfStream` that is out of its
 *   range (D21.1)
 * @throws HubError `invalid_options` for a cap that is out of its range (D21.1)
 * @example const admission = { hub, checkCaps: createCapCheck(hub, { total: 10_000, perUser: 20, perAddress: 500 }) };
 */
export function createCapCheck(hub: OpenConnections, caps: ConnectionCaps): CheckCaps {
  const read = readCaps(caps);
  return (seat) => refuseOverCaps(hub, read, seat);
}

/** Refuses a stream that would exceed a cap, as {@link createCapCheck} describes. */
export function refuseOverCaps(
  hub: OpenConnections,
  caps: CheckedCaps,
  { userId, address, stream, ...seat }: Seat,
): void {
  const { total, perUser, perAddress, reservedPercent } = caps;
  const maxOfStream = numberOption("maxConnections", seat.maxOfStream, CAP);
  const fromHere = (connection: Connection) => connection.address === address;
  const ofStream = (connection: Connection) => connection.stream.name === stream;
  if (userId !== undefined && hub.count(userId) >= perUser) {
    throw new Refusal("too_many_connections", ["Too many open streams; close other tabs and try again"], {
      retryAfter: 30,
    });
  }
  if (hub.countFrom(address) >= perAddress) {
    throw new Refusal("too_many_from_address", ["Too many open streams from this address; try again later"], {
      retryAfter: 30,
    });
  }
  if (hub.countAll() >= total || holds(hub, maxOfStream, ofStream)) {
    throw new Refusal("full", ["The server holds as many streams as it may; try again shortly"], {
      retryAfter: 10,
    });
  }
  if (userId !== undefined) return;
  const shareIsTaken = (cap: number, counts: (connection: Connection) => boolean) =>
    cap !== Number.POSITIVE_INFINITY &&
    holds(hub, cap - Math.floor((cap * reservedPercent) / 100), (one) => one.principal === undefined && counts(one));
  if (shareIsTaken(perAddress, fromHere)) {
    throw new Refusal(
      "too_many_from_address",
      ["Too many open streams from this address without signing in; sign in, or try again later"],
      { retryAfter: 30 },
    );
  }
  if (shareIsTaken(total, () => true) || shareIsTaken(maxOfStream, ofStream)) {
    throw new Refusal(
      "full",
      ["The places for readers who are not signed in are taken; sign in, or try again shortly"],
      { retryAfter: 10 },
    );
  }
}

const CAP: NumberRule = { fallback: Number.POSITIVE_INFINITY, min: 1, max: Number.POSITIVE_INFINITY, whole: true };

/** Caps whose defaults are filled in. */
type CheckedCaps = { readonly [Name in keyof ConnectionCaps]-?: number };

/**
 * Fills in the defaults.
 *
 * @throws HubError `invalid_options`
 */
function readCaps(caps: ConnectionCaps): CheckedCaps {
  return {
    total: numberOption("caps.total", caps.total, CAP),
    perUser: numberOption("caps.perUser", caps.perUser, CAP),
    perAddress: numberOption("caps.perAddress", caps.perAddress, CAP),
    reservedPercent: numberOption("caps.reservedPercent", caps.reservedPercent, { fallback: 0, min: 0, max: 100 }),
  };
}

/** The caps of a route that was given none: only a stream's own cap is left. */
export const NO_CAPS: CheckedCaps = readCaps({});

/** Whether the hub has at least `count` connections of a kind. */
function holds(hub: OpenConnections, count: number, counts: (connection: Connection) => boolean): boolean {
  // With fewer connections in total there is nothing to count.
  if (hub.countAll() < count) return false;
  let left = count;
  for (const connection of hub.connections()) {
    if (left === 0) return true;
    if (counts(connection)) left -= 1;
  }
  return left === 0;
}
