import { setTimeout as wait } from "node:timers/promises";
import { numberOption } from "@tidings/hub";
import { Refusal } from "../refusal.ts";

const SQLITE_BUSY = 5;
const PATIENCE = { fallback: 3000, min: 0, max: Number.POSITIVE_INFINITY };

/** Whether SQLite failed because another process holds the lock. The low byte of its code is the primary code. */
export function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    "errcode" in error &&
    typeof error.errcode === "number" &&
    (error.errcode & 0xff) === SQLITE_BUSY
  );
}

/**
 * Runs a write, and tries again while another process holds the database. So an open transaction in somebody's
 * `sqlite3` shell delays only this request. The first attempt runs at once, in the same turn.
 *
 * @param patienceMs Milliseconds to keep trying. Default 3,000; 0 tries once; Infinity never gives up.
 * @throws Refusal `unavailable` when the database was not free within `patienceMs`; HubError `invalid_options` (D21.1)
 */
export async function whenFree<T>(write: () => T, patienceMs?: number): Promise<T> {
  const patience = numberOption("whenFree's patienceMs", patienceMs, PATIENCE);
  const giveUpAt = performance.now() + patience;
  for (;;) {
    try {
      return write();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() >= giveUpAt) {
        throw new Refusal("unavailable", ["The database is busy; try again shortly"], {
          retryAfter: 1,
          cause: error,
        });
      }
    }
    await wait(50);
  }
}
