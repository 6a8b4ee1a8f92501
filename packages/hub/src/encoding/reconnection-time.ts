const LEAST_MS = 2_000;
const SPREAD_MS = 2_000;

/**
 * A `retry` for browsers' own EventSource, in milliseconds: 2 to 4 s, another one for each connection. EventSource keeps
 * the last one that it was told until the next, also while nobody answers, and adds neither backoff nor jitter (W14.2).
 */
export function reconnectionTime(): number {
  return Math.round(LEAST_MS + Math.random() * SPREAD_MS);
}
