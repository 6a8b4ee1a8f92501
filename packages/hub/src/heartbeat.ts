import type { Connection } from "./connection.ts";

/** The shortest step of the wheel: shorter ones would cost more than the spreading saves. */
const STEP_MS = 250;

/** Beats for every connection once an interval, spread evenly over it, from one timer (D10). */
export interface Heartbeat {
  add(connection: Connection): void;
  remove(connection: Connection): void;
}

/**
 * A wheel of as many slots as steps fit into the interval; each step beats for one slot. The timer runs only while
 * there are connections and never keeps the process alive by itself.
 */
export function createHeartbeat(intervalMs: number, beat: (connection: Connection) => void): Heartbeat {
  const slots = Array.from({ length: Math.max(1, Math.floor(intervalMs / STEP_MS)) }, () => new Set<Connection>());
  const slotOf = new Map<Connection, Set<Connection>>();
  let next = 0;
  let timer: ReturnType<typeof setInterval> | undefined;

  function step() {
    const slot = slots[next];
    next = (next + 1) % slots.length;
    for (const connection of slot ?? []) beat(connection);
  }

  return {
    add(connection) {
      // The slot just passed, so that the first beat comes a whole interval from now, unless the stream ends before.
      const steps = Math.floor(((connection.endsAt - Date.now()) / intervalMs) * slots.length);
      const slot = slots[(next + Math.max(0, Math.min(slots.length - 1, steps - 1))) % slots.length];
      if (slot === undefined) return;
      slot.add(connection);
      slotOf.set(connection, slot);
      if (timer === undefined) {
        timer = setInterval(step, intervalMs / slots.length);
        timer.unref?.();
      }
    },
    remove(connection) {
      slotOf.get(connection)?.delete(connection);
      slotOf.delete(connection);
      if (slotOf.size === 0) {
        clearInterval(timer);
        timer = undefined;
      }
    },
  };
}
