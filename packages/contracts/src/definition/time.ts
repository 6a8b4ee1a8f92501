import * as z from "zod/mini";
import { annotate } from "./annotate.ts";

/** The message for a wrong {@link time}, after the name of its field (D17.3). */
export const TIME_ERROR = "must be a date that exists and a time with its zone, as 2026-02-26T09:00:00.000Z";

/**
 * A point in time, as the whole contract writes it: ISO 8601 (RFC 3339) with date, time and zone, `Z` or an offset as
 * `+02:00`. The date exists, the hour is 0 to 23, the second 0 to 59, and in UTC the year is 1 to 9999, so that every
 * reader can show it and texts in UTC sort by time. Seconds and their fraction may be left out. The server writes its
 * own times in UTC. Keeps D17.1, D17.2.
 *
 * @param name The field's name, for the message about a wrong value.
 * @example
 * import * as z from "zod/mini";
 *
 * z.object({ startsAt: time("startsAt") }); // takes 2028-02-29T23:59Z, refuses 2026-02-30T09:00:00Z
 */
export function time(name: string) {
  return z.string().check(
    z.refine((text) => text.length <= 40 && WRITTEN.some((form) => form.test(text)) && isInRange(Date.parse(text)), {
      error: `${name} ${TIME_ERROR}`,
    }),
    annotate({ format: "date-time" }),
  );
}

/** With seconds, or without. */
const WRITTEN = [z.regexes.datetime({ offset: true }), z.regexes.datetime({ offset: true, precision: -1 })];
const FIRST = Date.parse("0001-01-01T00:00:00.000Z");
const LAST = Date.parse("9999-12-31T23:59:59.999Z");

function isInRange(at: number): boolean {
  return at >= FIRST && at <= LAST;
}
