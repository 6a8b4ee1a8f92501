import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import { numberOption } from "../number-option.ts";

/** When to come back after a lost connection. */
export interface BackoffOptions {
  /** Milliseconds the first wait is drawn from, until the stream's `retry:` says otherwise. Default 1,000, with `strict` 3,000; 0 comes back at once; at most 2^31-1. */
  readonly baseMs: number;
  /** Milliseconds that no drawn wait exceeds, unless the stream's `retry:` is longer. Default 30,000; at most 2^31-1; 0 always comes back at once. */
  readonly capMs: number;
  /** Attempts in a row after which the client stays away. Default Infinity; 0 never comes back. */
  readonly maxAttempts: number;
  /** `full` draws from zero to the whole wait, so that clients do not return in step; `none` waits exactly. Default `full`. */
  readonly jitter: "full" | "none";
}

/** Some of the {@link BackoffOptions}; what is left out or undefined is the usual. */
export type BackoffChoice = { readonly [Name in keyof BackoffOptions]?: BackoffOptions[Name] | undefined };

/** {@link BackoffOptions} unless told otherwise. */
export const defaultBackoff: BackoffOptions = {
  baseMs: 1_000,
  capMs: 30_000,
  maxAttempts: Number.POSITIVE_INFINITY,
  jitter: "full",
};

/** {@link BackoffOptions} with `strict`: "probably in the region of a few seconds", as browsers have it (C4.2, WHATWG 9.2.2). */
export const strictBackoff: BackoffOptions = { ...defaultBackoff, baseMs: 3_000, jitter: "none" };

/** Milliseconds that a server's word, `Retry-After` or `retry:`, keeps a client away at most; then it asks again (C6.2). */
export const MAX_TOLD_WAIT_MS = 5 * 60_000;

/**
 * The waits of a stream: what the last of the givers gives, else the default. An option that is undefined is not given, as
 * configuration has it; a wait of undefined milliseconds would be none at all.
 *
 * @throws ClientError `invalid_options`
 */
export function backoffOf(defaults: BackoffOptions, ...givers: readonly (BackoffChoice | undefined)[]): BackoffOptions {
  let { baseMs, capMs, maxAttempts, jitter } = defaults;
  for (const given of givers) {
    baseMs = given?.baseMs ?? baseMs;
    capMs = given?.capMs ?? capMs;
    maxAttempts = given?.maxAttempts ?? maxAttempts;
    jitter = given?.jitter ?? jitter;
  }
  return {
    baseMs: numberOption("backoff.baseMs", baseMs, WAIT),
    capMs: numberOption("backoff.capMs", capMs, WAIT),
    maxAttempts: numberOption("backoff.maxAttempts", maxAttempts, ATTEMPTS),
    jitter,
  };
}

const WAIT = { min: 0, max: MAX_TIMER_MS };
const ATTEMPTS = { min: 0, max: Number.POSITIVE_INFINITY, whole: true };

/** A base of zero comes back at once when it is the first time, but must not hammer a server that stays away. */
const LEAST_BASE_MS = 250;

/**
 * Milliseconds to wait before attempt number `attempt` (the first is 1): full-jitter exponential backoff (C6.1).
 * `retryMs` is the stream's own reconnection time; `retryAfterMs` a refusal's, which is waited out before the draw begins.
 */
export function backoffDelay(
  options: BackoffOptions,
  attempt: number,
  hints: { readonly retryMs?: number | undefined; readonly retryAfterMs?: number | undefined; random(): number },
): number {
  const wish = Math.min(hints.retryMs ?? options.baseMs, Math.max(options.baseMs, MAX_TOLD_WAIT_MS));
  const base = attempt > 1 ? Math.max(wish, LEAST_BASE_MS) : wish;
  const window = Math.min(Math.max(options.capMs, base), base * 2 ** (attempt - 1));
  const drawn = options.jitter === "full" ? hints.random() * window : window;
  return Math.min(hints.retryAfterMs ?? 0, MAX_TOLD_WAIT_MS) + drawn;
}
