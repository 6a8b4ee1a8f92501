import type { PostgresPool } from "@tidings/hub/postgres";

/**
 * Calls `onChange` while there are changes that nobody has relayed, whoever committed them. It asks by a timer: a NOTIFY
 * in the triggers would let the application's own transactions commit only one at a time.
 *
 * @param intervalMs How often to look. Default 100.
 * @returns stops watching; twice is harmless. The timer never keeps the process alive.
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
      // The next look will tell.
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
