import { setImmediate as turn } from "node:timers/promises";
import { all, type Store } from "../../store/store.ts";

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

const IS_DUE = "reminded_at IS NULL AND cancelled = 0 AND missed = 0 AND remind_at";
/**
 * Each appointment is checked once. One that has begun is marked as missed and not checked again. The condition stands
 * twice, because another node may have marked a row since it was found.
 */
const MARK = `UPDATE appointments SET reminded_at = CASE WHEN starts_at > ?1 THEN ?1 END,
    missed = CASE WHEN starts_at > ?1 THEN 0 ELSE 1 END
  WHERE rowid IN (SELECT rowid FROM appointments WHERE ${IS_DUE} <= ?1 ORDER BY remind_at LIMIT ${SLICE})
    AND ${IS_DUE} <= ?1
  RETURNING reminded_at`;
const NEXT = `SELECT min(remind_at) AS at FROM appointments WHERE ${IS_DUE} > ?1`;

/**
 * The scheduler of appointment reminders. It sends nothing itself: it sets `reminded_at`, whose trigger writes the
 * change that the relay makes the event from. So each reminder is sent once and a restart loses none. A reminder that
 * was due while no server ran is sent late, unless the appointment has begun.
 */
export function createReminders(store: Store, { onChange, onFailure }: RemindersOptions): Reminders {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  async function look(): Promise<void> {
    clearTimeout(timer);
    if (closed) return;
    let wait = LONGEST_WAIT_MS;
    try {
      const now = new Date().toISOString();
      for (let isDone = false; !isDone; ) {
        const marked = await store.transaction(function* () {
          return closed ? [] : yield* all(MARK, now);
        });
        if (closed) return;
        if (marked.some(({ reminded_at }) => reminded_at !== null)) onChange();
        isDone = marked.length < SLICE;
        if (!isDone) await turn();
      }
      const at = (await store.first(NEXT, now))?.at;
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
