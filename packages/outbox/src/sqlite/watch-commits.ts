import type { DatabaseSync } from "node:sqlite";
import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import { numberOption } from "@tidings/hub";
import { prepareRows } from "./statements.ts";

/**
 * Calls `onChange` after other connections, of this process or another, have committed to the file. `PRAGMA
 * data_version` reads a counter in shared memory: some 3 us a look. Writes of this very connection do not count.
 *
 * @param intervalMs How often to look. Default 25; from 1 to 2^31-1.
 * @returns stops watching; twice is harmless. The timer never keeps the process alive.
 * @throws HubError `invalid_options` (D21.1)
 */
export function watchCommits(database: DatabaseSync, onChange: () => void, intervalMs?: number): () => void {
  const everyMs = numberOption("watchCommits' intervalMs", intervalMs, { fallback: 25, min: 1, max: MAX_TIMER_MS });
  const read = prepareRows(database, "PRAGMA data_version");
  let seen: unknown;
  seen = look();
  const timer = setInterval(() => {
    const version = look();
    if (version === seen) return;
    seen = version;
    onChange();
  }, everyMs);
  timer.unref();

  function look(): unknown {
    try {
      return read.get()?.data_version;
    } catch {
      // The database is locked at this moment; the next look will see the commit.
      return seen;
    }
  }

  return () => clearInterval(timer);
}
