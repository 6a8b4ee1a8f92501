import { asWritten, createTimes, readInstant } from "./instant.ts";

/** How days and times of a conversation are written. Make one with {@link createChatFormat} and share it. */
export interface ChatFormat {
  /** The time of day of an ISO 8601 time; of a text that is no time the text itself, shortened. */
  time(iso: string): string;
  /** Day and time, for a title or for long ago. */
  moment(iso: string): string;
  /** The same for all times of one day, as `2026-02-26`; `""` for all texts that are no time. */
  dayKey(iso: string): string;
  /** "Today", "Yesterday", or the date, seen from `now` in milliseconds since 1970. */
  day(iso: string, now: number): string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * Formats by the reader's locale and time zone, unless told otherwise. Any text is written somehow: nothing throws (C26.4).
 *
 * @example const format = createChatFormat({ locale: "en-GB", timeZone: "Europe/Berlin" });
 */
export function createChatFormat(
  options: { readonly locale?: string | undefined; readonly timeZone?: string | undefined } = {},
): ChatFormat {
  const { locale, timeZone } = options;
  const zone = timeZone ? { timeZone } : {};
  const times = createTimes({ locale, timeStyle: "short", ...zone });
  const moments = createTimes({ locale, dateStyle: "medium", timeStyle: "short", ...zone });
  const days = createTimes({ locale, dateStyle: "full", ...zone });
  // A calendar that sorts, whatever the reader's.
  const keys = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", ...zone });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

  const keyOf = (at: number | undefined) => (at === undefined ? "" : keys.format(at));
  return {
    time: times,
    moment: moments,
    dayKey: (iso) => keyOf(readInstant(iso)),
    day(iso, now) {
      const at = readInstant(iso);
      if (at === undefined) return asWritten(iso);
      const ago = Math.round((Date.parse(keyOf(readInstant(now))) - Date.parse(keyOf(at))) / DAY_MS);
      return ago === 0 || ago === 1 ? capital(relative.format(-ago, "day"), locale) : days(at);
    },
  };
}

/** The reader's own locale and time zone. */
export const defaultChatFormat: ChatFormat = createChatFormat();

function capital(text: string, locale: string | undefined): string {
  return text.slice(0, 1).toLocaleUpperCase(locale) + text.slice(1);
}
