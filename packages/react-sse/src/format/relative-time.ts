import { createTimes, readInstant } from "./instant.ts";

const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;
const ago = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

/** A moment in milliseconds since 1970 as a date and a time of day; "Time unknown" for a number that is none. */
export const exactTime = createTimes({ dateStyle: "medium", timeStyle: "short" });

/** How long ago something was, in the reader's language: "now", "3 minutes ago", "yesterday". Both in milliseconds since 1970. */
export function relativeTime(at: number, now: number): string {
  // Without two moments there is nothing between them.
  if (readInstant(at) === undefined || readInstant(now) === undefined) return exactTime(at);
  // The page's time is up to a minute old: an event since then is shown as "now", not as in the future.
  const age = Math.max(0, now - at);
  const [unit, ms] = units.find(([, size]) => age >= size) ?? ["second", Number.POSITIVE_INFINITY];
  return ago.format(-Math.floor(age / ms), unit);
}
