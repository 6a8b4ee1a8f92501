import { clip, named } from "./text.ts";

/** The text for an unknown time. */
const UNKNOWN = "Time unknown";

/** How many characters of a text that is not a time are shown. */
const MAX_AS_WRITTEN = 40;

// ISO 8601 with a zone, as contracts have it. Other formats that JavaScript accepts would be a guess ("1" is 2001).
const ISO_TIME = /^(?:[+-]\d{6}|\d{4})-(\d\d)-(\d\d)T\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i;

/** Before the year 1 calendars count backwards, and formats do not show that. */
const YEAR_ONE_MS = Date.parse("0001-01-02T00:00:00Z");

/**
 * Reads a time as milliseconds since 1970; undefined if it is not a time that a calendar can show.
 *
 * @param time ISO 8601 with a time of day and a zone, or milliseconds since 1970. Any other text or number is no moment:
 * `""`, `"never"`, the 30th of February, the year 275761, NaN.
 */
export function readInstant(time: string | number): number | undefined {
  const at = typeof time === "number" ? time : parseIso(time);
  // Date holds 100,000,000 days to either side of 1970 and nothing beyond.
  return Number.isNaN(new Date(at).getTime()) || at < YEAR_ONE_MS ? undefined : at;
}

/** For `<time dateTime>`: ISO 8601 in UTC, or undefined, which leaves the attribute out, where {@link readInstant} knows none. */
export function machineTime(time: string | number): string | undefined {
  const at = readInstant(time);
  return at === undefined ? undefined : new Date(at).toISOString();
}

/**
 * Writes times as `Intl.DateTimeFormat` does. A text that is no time is shown as it is, shortened; an empty text and a
 * number out of range become "Time unknown" (C26.1). It never throws.
 *
 * @example const clock = createTimes({ timeStyle: "medium" });
 */
export function createTimes(
  options: Intl.DateTimeFormatOptions & { readonly locale?: string | undefined },
): (time: string | number) => string {
  const { locale, ...style } = options;
  const format = new Intl.DateTimeFormat(locale, style);
  return (time) => {
    const at = readInstant(time);
    return at === undefined ? asWritten(time) : format.format(at);
  };
}

/** An invalid time, as it is shown. */
export function asWritten(time: string | number): string {
  return typeof time === "number" ? UNKNOWN : named(clip(time, MAX_AS_WRITTEN), UNKNOWN);
}

function parseIso(text: string): number {
  const [, month = "", day = ""] = ISO_TIME.exec(text) ?? [];
  if (month === "") return Number.NaN;
  // Date.parse takes the 30th of February for the 2nd of March.
  const days = Number(day) <= 28 || isDay(text.slice(0, text.indexOf("T")));
  return days ? Date.parse(text.replace(",", ".")) : Number.NaN;
}

function isDay(date: string): boolean {
  const at = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(date.replace(/^\+00/, ""));
}
