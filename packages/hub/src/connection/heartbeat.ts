import type { HubConnection } from "./connection.ts";

/** The shortest step of the wheel: shorter ones would cost more than the spreading saves. */
const STEP_MS = 250;

/** The most slots: an interval of a day must not make a hundred thousand of them. */
const MAX_SLOTS = 1024;

/** Beats for every connection once an interval, spread evenly over it, from one timer (D10.2, D11). */
export interface Heartbeat {
  add(connection: HubConnection): void;
  remove(connection: HubConnection): void;
}

/**
 * A wheel of as many slots as steps fit into the interval; each step beats for one slot. The timer runs only while
 * there are connections and never keeps the process alive by itself.
 */
export function createHeartbeat(intervalMs: number, beat: (connection: HubConnection) => void): Heartbeat {
  const count = Math.min(MAX_SLOTS, Math.max(1, Math.floor(intervalMs / STEP_MS)));
  const slots = Array.from({ length: count }, () => new Set<HubConnection>());
  const placeOf = new Map<HubConnection, Set<HubConnection> | ReturnType<typeof setTimeout>>();
  let next = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  function step() {
    const slot = slots[next];
    next = (next + 1) % slots.length;
    for (const connection of slot ?? []) beat(connection);
  }

  return {
    add(connection) {
      const remainingMs = connection.endsAt - Date.now();
      if (remainingMs < intervalMs / slots.length) {
        // A connection that ends before the wheel's next step gets a timer of its own; no other does.
        const timeout = setTimeout(beat, Math.max(0, remainingMs), connection);
        timeout.unref?.();
        placeOf.set(connection, timeout);
        return;
      }
      // The slot just passed, so that the first beat comes a whole interval from now, unless the stream ends before.
      const steps = Math.min(slots.length, Math.floor((remainingMs / intervalMs) * slots.length));
      const slot = slots[(next + steps - 1) % slots.length];
      if (slot === undefined) return;
      slot.add(connection);
      placeOf.set(connection, slot);
      if (timer === undefined) {
        timer = setInterval(step, intervalMs / slots.length);
        timer.unref?.();
      }
    },
    remove(connection) {
      const place = placeOf.get(connection);
      if (place instanceof Set) place.delete(connection);
      else clearTimeout(place);
      placeOf.delete(connection);
      if (placeOf.size === 0) {
        clearInterval(timer);
        timer = undefined;
      }
    },
  };
}
