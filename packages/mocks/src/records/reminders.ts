import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import type { Appointment } from "@tidings/contracts/records";
import type { MockServer } from "../server/mock-server.ts";
import type { RecordStore } from "./record-store.ts";

/** Sends the reminder of each appointment when it is due, unless the appointment has begun. Ends with the server. */
export function remindOfAppointments(
  { clock, signal }: MockServer,
  store: RecordStore,
  remind: (appointment: Appointment) => void,
): { look(): void } {
  let cancel: (() => void) | undefined;

  function look(): void {
    cancel?.();
    cancel = undefined;
    if (signal.aborted) return;
    const now = clock.now();
    const waiting = store.appointments(undefined).filter((row) => row.remindedAt === null && !row.cancelled);
    for (const row of waiting) {
      if (dueAt(row) > now || Date.parse(row.startsAt) <= now) continue;
      store.markReminded(row.id);
      remind(row);
    }
    const ahead = waiting.map(dueAt).filter((at) => at > now);
    // A wait that is longer than a timer holds is split into several.
    if (ahead.length > 0) cancel = clock.schedule(look, Math.min(Math.min(...ahead) - now, MAX_TIMER_MS));
  }

  signal.addEventListener("abort", () => cancel?.());
  return { look };
}

function dueAt({ startsAt, remindMinutes }: Appointment): number {
  return Date.parse(startsAt) - remindMinutes * 60_000;
}
