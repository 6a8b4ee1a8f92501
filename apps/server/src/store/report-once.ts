import type { OnUnreadable } from "./rows.ts";

/**
 * How many reports are remembered. Beyond that the oldest is forgotten, and reported again when its row is read again.
 */
const REMEMBERED = 10_000;

/** Reports each unreadable row once, however often it is read, because reloading a page must not fill the log. */
export function reportOnce(report: OnUnreadable): OnUnreadable {
  const reported = new Set<string>();
  return (row) => {
    const key = JSON.stringify([row.table, row.id, row.issues]);
    if (reported.has(key)) return;
    const [oldest] = reported.size < REMEMBERED ? [] : reported;
    if (oldest !== undefined) reported.delete(oldest);
    reported.add(key);
    report(row);
  };
}
