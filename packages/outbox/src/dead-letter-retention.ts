import { numberOption } from "@tidings/hub";

/** How many dead letters a change source keeps, and for how long. */
export interface DeadLetterRetention {
  /** Dead letters that are kept, the newest. Default 10,000; 0 keeps none, Infinity all. */
  readonly keepDead?: number | undefined;
  /** Milliseconds that dead letters are kept. Default 90 days; 0 keeps none, Infinity keeps them for ever. */
  readonly keepDeadMs?: number | undefined;
  /** Told how many dead letters were deleted because there were too many or they were too old. Default: nobody. */
  readonly onForget?: ((count: number) => void) | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** A span that every database can subtract from today: some 285 years. */
const FOR_EVER_MS = Number.MAX_SAFE_INTEGER / 1000;
const KEEP = { fallback: 10_000, min: 0, max: Number.POSITIVE_INFINITY, whole: true };
const KEEP_MS = { fallback: 90 * DAY_MS, min: 0, max: Number.POSITIVE_INFINITY };
const LIMIT = { fallback: 100, min: 1, max: Number.POSITIVE_INFINITY, whole: true };

/**
 * Fills in the defaults. Infinity becomes a number that databases take (D28.1).
 *
 * @param creator The name of the function that was given them, for the message.
 * @throws HubError `invalid_options` (D21.1)
 */
export function readDeadLetterRetention(
  creator: string,
  { keepDead, keepDeadMs, onForget = () => {} }: DeadLetterRetention,
): { readonly [Name in keyof DeadLetterRetention]-?: NonNullable<DeadLetterRetention[Name]> } {
  return {
    keepDead: Math.min(numberOption(`${creator}'s keepDead`, keepDead, KEEP), Number.MAX_SAFE_INTEGER),
    keepDeadMs: Math.min(numberOption(`${creator}'s keepDeadMs`, keepDeadMs, KEEP_MS), FOR_EVER_MS),
    onForget,
  };
}

/**
 * The most dead letters that one call of `list` returns.
 *
 * @throws HubError `invalid_options` (D21.1)
 */
export function readListLimit(limit: number | undefined): number {
  return Math.min(numberOption("list's limit", limit, LIMIT), Number.MAX_SAFE_INTEGER);
}
