import { HubError } from "../error.ts";
import { numberOption } from "../number-option.ts";

/** How much a log keeps. Whichever limit an event exceeds first, it is trimmed, oldest first (D19.1). */
export interface Retention {
  /** Events kept over all topics, and a hundredth more at times. Default 100,000; 0 keeps none, Infinity all. */
  readonly count?: number | undefined;
  /** Milliseconds an event is kept. Default Infinity, which keeps it as long as the counts do; 0 is no time at all. */
  readonly ageMs?: number | undefined;
  /** What one topic may keep of all that, so that a busy topic does not push the events of all others out. */
  readonly perTopic?:
    | {
        /** Events kept of each topic, and a hundredth more at times. Default Infinity; 0 keeps none. */
        readonly count?: number | undefined;
      }
    | undefined;
}

/** A {@link Retention} with its defaults. */
export interface Limits {
  readonly count: number;
  readonly ageMs: number;
  readonly countPerTopic: number;
}

/**
 * Idempotency keys and the knowledge of what was trimmed outlive their events by this many newer events: a publisher
 * may repeat itself after a crash (D7.2), and a reader may come back late (D4.2). Nothing is remembered for ever.
 */
export const REMEMBERED = 100_000;

const AMOUNT = { fallback: Number.POSITIVE_INFINITY, min: 0, max: Number.POSITIVE_INFINITY, whole: true };

/**
 * Fills in the defaults.
 *
 * @throws HubError `invalid_options` (D21.1)
 */
export function readRetention(retention: Retention = {}): Limits {
  const top = section("retention", retention, ["count", "ageMs", "perTopic"]);
  const perTopic = section("retention.perTopic", top.perTopic ?? {}, ["count"]);
  return {
    count: numberOption("retention.count", top.count, { ...AMOUNT, fallback: 100_000 }),
    ageMs: numberOption("retention.ageMs", top.ageMs, AMOUNT),
    countPerTopic: numberOption("retention.perTopic.count", perTopic.count, AMOUNT),
  };
}

/** How many more than a limit may be kept before they are trimmed together: one by one would cost each append more. */
export function slackOf(limit: number): number {
  return Math.min(250, Math.floor(limit / 100));
}

function section(name: string, value: unknown, known: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) {
    throw new HubError("invalid_options", `${name} must be an object with ${known.join(", ")}, not ${String(value)}`);
  }
  const unknown = Object.keys(value).find((key) => !known.includes(key));
  if (unknown === undefined) return { ...value };
  throw new HubError("invalid_options", `${name} knows ${known.join(", ")}; "${unknown}" is none of them`);
}
