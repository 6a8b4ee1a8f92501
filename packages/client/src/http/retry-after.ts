/**
 * What an answer's `Retry-After` asks for, in milliseconds; undefined where it says nothing usable. A date counts from the
 * server's own clock where the answer's `Date` can be read, because this machine's may be wrong; else from `now`.
 */
export function readRetryAfter(headers: Headers, now: number): number | undefined {
  const servedAt = Date.parse(headers.get("date") ?? "");
  return parseRetryAfter(headers.get("retry-after"), Number.isNaN(servedAt) ? now : servedAt);
}

/** Reads seconds or an HTTP date as milliseconds from `now`; undefined where it says nothing usable. */
export function parseRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  const text = value.trim();
  if (/^\d{1,10}$/.test(text)) return Number(text) * 1_000;
  // Date.parse takes "-1" for a year; an HTTP date ends in GMT.
  const at = text.endsWith("GMT") ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
