import { setTimeout as wait } from "node:timers/promises";
import { Refusal } from "../refusal.ts";

const SQLITE_BUSY = 5;

/** Whether SQLite refused because another process holds the lock. The low byte is the code without its details. */
export function isBusy(error: unknown): boolean {
  return (
    error instanceof Error &&
    "errcode" in error &&
    typeof error.errcode === "number" &&
    (error.errcode & 0xff) === SQLITE_BUSY
  );
}

/**
 * Runs a write, and runs it again while another process holds the database: somebody's open transaction in a `sqlite3`
 * shell delays this request and no other. The first attempt runs at once, in the same turn.
 *
 * @throws Refusal `unavailable` when the database was not free within `patienceMs` (default 3,000)
 */
export async function whenFree<T>(write: () => T, patienceMs = 3000): Promise<T> {
  const giveUpAt = performance.now() + patienceMs;
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
