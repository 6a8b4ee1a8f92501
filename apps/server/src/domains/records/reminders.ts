import type { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import { whenFree } from "@tidings/admission/sqlite";
import { prepareRows } from "@tidings/outbox/sqlite";

/** Marks appointments as reminded when they are due. */
export interface Reminders {
  /** Checks now, and plans the next check. Never rejects. Call it when appointments have changed. */
  look(): Promise<void>;
  close(): void;
}

/** What {@link createReminders} needs. */
export interface RemindersOptions {
  /** Called after reminders were written, so that the relay runs at once. */
  readonly onChange: () => void;
  readonly onFailure: (error: unknown) => void;
}

/** How many appointments are marked in one turn of the event loop. Thousands may be due in the same minute. */
const SLICE = 50;

/** The longest time between two checks, because other programs may write appointments too. */
const LONGEST_WAIT_MS = 30_000;

/**
 * The scheduler of appointment reminders. It sends nothing itself: it sets `reminded_at`, whose trigger writes the
 * change that the relay makes the event from. So each reminder is sent once and a restart loses none. A reminder that
 * was due while no server ran is sent late, unless the appointment has begun.
 */
export function createReminders(database: DatabaseSync, { onChange, onFailure }: RemindersOptions): Reminders {
  // Each appointment is checked once. One that has begun is marked as missed and not checked again.
  const mark = prepareRows(
    database,
    `UPDATE appointments SET reminded_at = CASE WHEN starts_at > ?1 THEN ?1 END, missed = starts_at <= ?1
     WHERE rowid IN (SELECT rowid FROM appointments
       WHERE reminded_at IS NULL AND cancelled = 0 AND missed = 0 AND remind_at <= ?1 ORDER BY remind_at LIMIT ${SLICE})
     RETURNING reminded_at`,
  );
  const next = prepareRows(
    database,
    "SELECT min(remind_at) AS at FROM appointments WHERE reminded_at IS NULL AND cancelled = 0 AND missed = 0 AND remind_at > ?",
  );
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  async function look(): Promise<void> {
    clearTimeout(timer);
    if (closed) return;
    let wait = LONGEST_WAIT_MS;
    try {
      const now = new Date().toISOString();
      for (let isDone = false; !isDone; ) {
        const marked = await whenFree(() => (closed ? [] : mark.all(now)));
        if (closed) return;
        if (marked.some(({ reminded_at }) => reminded_at !== null)) onChange();
        isDone = marked.length < SLICE;
        if (!isDone) await turn();
      }
      const at = next.get(now)?.at;
      if (typeof at === "string") wait = Math.min(wait, Math.max(1, Date.parse(at) - Date.now()));
    } catch (error) {
      onFailure(error);
    }
    clearTimeout(timer);
    if (closed) return;
    timer = setTimeout(look, wait);
    timer.unref();
  }

  return {
    look,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
