import type { LogEvent, LogPage } from "./event-log.ts";

/**
 * Makes a page of events that a log found: as many as `limit`, and none after the one with which `maxLength` characters
 * of payload are exceeded. Reads no further than that, so the events may be found one by one.
 *
 * @param found At least one more than `limit`, where there are so many.
 */
export function endPage(found: Iterable<LogEvent>, limit: number, maxLength = Number.POSITIVE_INFINITY): LogPage {
  const events: LogEvent[] = [];
  let length = 0;
  for (const event of found) {
    if (events.length === limit || length > maxLength) return { gap: false, events, more: true };
    events.push(event);
    length += event.data.length;
  }
  return { gap: false, events, more: false };
}
