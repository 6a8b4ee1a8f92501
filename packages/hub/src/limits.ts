import { MAX_TIMER_MS, type NumberRule } from "@tidings/contracts/number-option";
import { numberOption } from "./number-option.ts";

/** How the hub treats its connections. An option that is undefined has its default (D21.2). */
export interface HubLimits {
  /** Milliseconds between heartbeats on an otherwise silent stream (D10.1). Default 30,000; at least 10, at most 2^31-1. */
  readonly heartbeatMs: number;
  /**
   * Milliseconds after which a reader that takes nothing is cut, looked at once a heartbeat (D10.3). Default two heartbeats;
   * at least 20; Infinity never.
   */
  readonly inactivityMs: number;
  /** Bytes queued for one reader before it is cut (D9.1). Default 1 MiB; 0 cuts on the first full buffer; Infinity never. */
  readonly maxQueueBytes: number;
  /**
   * Bytes queued for all readers together before whichever grows is cut (D9.2). Default 64 MiB; 0 cuts like above; Infinity
   * never.
   */
  readonly maxTotalQueueBytes: number;
  /**
   * Events read from the log at a time while a connection catches up, and fewer where they are large: a page holds
   * 256 Ki characters and one event more. Default 256; at least 1, at most 1,000,000.
   */
  readonly replayPage: number;
  /**
   * Events replayed to one connection before it is asked to come back for the rest (D4.6). Default 50,000; at least 1;
   * Infinity for no cap.
   */
  readonly maxReplay: number;
  /** Milliseconds a stream lives at most, ended at a random point in the last fifth (D11). Default Infinity; at least 1. */
  readonly maxStreamMs: number;
}

const rules: { readonly [Name in Exclude<keyof HubLimits, "inactivityMs">]: NumberRule } = {
  heartbeatMs: { fallback: 30_000, min: 10, max: MAX_TIMER_MS },
  maxQueueBytes: { fallback: 1024 * 1024, min: 0, max: Number.POSITIVE_INFINITY },
  maxTotalQueueBytes: { fallback: 64 * 1024 * 1024, min: 0, max: Number.POSITIVE_INFINITY },
  replayPage: { fallback: 256, min: 1, max: 1_000_000, whole: true },
  maxReplay: { fallback: 50_000, min: 1, max: Number.POSITIVE_INFINITY, whole: true },
  maxStreamMs: { fallback: Number.POSITIVE_INFINITY, min: 1, max: Number.POSITIVE_INFINITY },
};

/**
 * The limits that options ask for, defaults filled in.
 *
 * @throws HubError `invalid_options`
 */
export function limitsOf(options: { readonly [Name in keyof HubLimits]?: unknown }): HubLimits {
  const limit = (name: keyof typeof rules) => numberOption(`createHub's ${name}`, options[name], rules[name]);
  const heartbeatMs = limit("heartbeatMs");
  const inactivity = { fallback: 2 * heartbeatMs, min: 20, max: Number.POSITIVE_INFINITY };
  return {
    heartbeatMs,
    inactivityMs: numberOption("createHub's inactivityMs", options.inactivityMs, inactivity),
    maxQueueBytes: limit("maxQueueBytes"),
    maxTotalQueueBytes: limit("maxTotalQueueBytes"),
    replayPage: limit("replayPage"),
    maxReplay: limit("maxReplay"),
    maxStreamMs: limit("maxStreamMs"),
  };
}

/**
 * The window of a drain.
 *
 * @throws HubError `invalid_options`
 */
export function drainWindow(withinMs: unknown): number {
  return numberOption("drain's withinMs", withinMs, { min: 0, max: MAX_TIMER_MS });
}

/** Characters of payload that a page of a replay holds before its last event. */
export const REPLAY_PAGE_LENGTH = 256 * 1024;
