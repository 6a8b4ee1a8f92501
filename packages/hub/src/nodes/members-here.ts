import { HubError } from "../error.ts";

/** A place and a member. */
export interface Seat {
  readonly place: string;
  readonly member: string;
}

/** Who is present on this node, counted, and whose coming or going is not stored yet. */
export interface MembersHere {
  enter(seat: Seat): void;
  leave(seat: Seat): void;
  has(seat: Seat): boolean;
  /** Everybody here. */
  all(): readonly Seat[];
  /** Takes those who came or left since the last call. */
  takeChanged(): readonly Seat[];
  /** Makes members count as changed, because storing them failed or what was stored is gone. */
  markChanged(seats: readonly Seat[]): void;
}

/** Makes {@link MembersHere}. */
export function createMembersHere(): MembersHere {
  const counts = new Map<string, { readonly seat: Seat; count: number }>();
  const changed = new Map<string, Seat>();
  return {
    enter(seat) {
      const key = keyOf(seat);
      const known = counts.get(key) ?? { seat, count: 0 };
      counts.set(key, known);
      known.count += 1;
      if (known.count === 1) changed.set(key, seat);
    },
    leave(seat) {
      const key = keyOf(seat);
      const known = counts.get(key);
      if (known === undefined) return;
      known.count -= 1;
      if (known.count > 0) return;
      counts.delete(key);
      changed.set(key, seat);
    },
    has: (seat) => counts.has(keyOf(seat)),
    all: () => [...counts.values()].map(({ seat }) => seat),
    takeChanged() {
      const seats = [...changed.values()];
      changed.clear();
      return seats;
    },
    markChanged(seats) {
      for (const seat of seats) changed.set(keyOf(seat), seat);
    },
  };
}

/**
 * Refuses what a database cannot store, before it is stored together with others.
 *
 * @throws HubError `invalid_options`
 */
export function checkSeat(seat: Seat): void {
  for (const [name, value] of Object.entries(seat)) {
    if (typeof value === "string" && value.isWellFormed() && !value.includes("\0")) continue;
    throw new HubError("invalid_options", `enter needs a text as its ${name}, without NUL or half a character`);
  }
}

function keyOf({ place, member }: Seat): string {
  return JSON.stringify([place, member]);
}
