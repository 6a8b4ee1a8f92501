import type { OnUnreadable } from "./rows.ts";

/** Reports remembered. Past that the oldest is forgotten, and told again when its row is met again. */
const REMEMBERED = 10_000;

/** Tells of each unreadable row once, however often a list meets it: a page that is reloaded must not fill the log. */
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
