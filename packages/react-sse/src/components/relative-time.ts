const units = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
] as const;
const ago = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** How long ago something was, in the reader's language: "now", "3 minutes ago", "yesterday". Both in milliseconds since 1970. */
export function relativeTime(at: number, now: number): string {
  // Clocks tick once a minute: what came since is from now, not from the future.
  const age = Math.max(0, now - at);
  const [unit, ms] = units.find(([, size]) => age >= size) ?? ["second", Number.POSITIVE_INFINITY];
  return ago.format(-Math.floor(age / ms), unit);
}

/** The same as a date and a time of day. */
export function exactTime(at: number): string {
  return exact.format(at);
}
