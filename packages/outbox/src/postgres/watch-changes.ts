import type { PostgresPool } from "@tidings/hub/postgres";

/**
 * Calls `onChange` while there are changes that were not relayed yet, whichever program committed them. It polls with a
 * timer, because with a NOTIFY in the triggers the application's own transactions could commit only one at a time.
 *
 * @param intervalMs Milliseconds between two polls. Default 100.
 * @returns a function that stops watching; calling it twice is harmless. The timer does not keep the process alive.
 * @example const stop = watchChanges(pool, relay.catchUp);
 */
export function watchChanges(pool: PostgresPool, onChange: () => void, intervalMs = 100): () => void {
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
  }, intervalMs);
  timer.unref();
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}
