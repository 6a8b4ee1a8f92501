import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import { numberOption } from "@tidings/hub";
import type { PostgresPool } from "@tidings/hub/postgres";

const INTERVAL = { fallback: 100, min: 1, max: MAX_TIMER_MS };

/**
 * Calls `onChange` while there are changes that were not relayed yet, whichever program committed them. It polls with a
 * timer, because with a NOTIFY in the triggers the application's own transactions could commit only one at a time.
 *
 * @param intervalMs Milliseconds between two polls. Default 100; from 1 to 2^31-1.
 * @returns a function that stops watching; calling it twice is harmless. The timer does not keep the process alive.
 * @throws HubError `invalid_options` (D21.1)
 * @example const stop = watchChanges(pool, relay.catchUp);
 */
export function watchChanges(pool: PostgresPool, onChange: () => void, intervalMs?: number): () => void {
  const everyMs = numberOption("watchChanges' intervalMs", intervalMs, INTERVAL);
  let isLooking = false;
  let isStopped = false;
  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    pool
      .query("SELECT EXISTS (SELECT 1 FROM changes) AS some")
      .then(({ rows }) => {
        if (rows[0]?.some === true && !isStopped) onChange();
      })
      // The next poll tries again.
      .catch(() => {})
      .finally(() => {
        isLooking = false;
      });
  }, everyMs);
  timer.unref();
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}
