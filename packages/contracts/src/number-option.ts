/** What a number that somebody gives as an option may be. */
export interface NumberRule {
  /** What it is where nothing, or undefined, was given. Default: it must be given. */
  readonly fallback?: number | undefined;
  /** The least. From 1 where 0 would mean that nothing works; from 0 where 0 means none, or at once (D28.2). */
  readonly min: number;
  /** The most; Infinity where any number will do, and then Infinity itself means no limit (D28.1). */
  readonly max: number;
  /** Whether Infinity may be given although `max` is less: a timer waits 2^31-1 ms, or is never started. Default false. */
  readonly orInfinity?: boolean | undefined;
  /** Whether only whole numbers count. Default false. */
  readonly whole?: boolean | undefined;
}

/** The longest span that a timer holds, in milliseconds; a longer one would fire at once. */
export const MAX_TIMER_MS: number = 2 ** 31 - 1;

/**
 * An option that is a number, or its default: the one check of them all, so that 0 and Infinity mean the same everywhere.
 *
 * @param name As the caller wrote it: `createHub's heartbeatMs`.
 * @param refuse Makes the error of the package.
 * @throws what `refuse` makes, with a message that says what may be written instead (D28.3)
 * @example numberOption("createHub's heartbeatMs", given, { fallback: 30_000, min: 10, max: MAX_TIMER_MS }, refuse);
 * @see docs/spec/delivery.md D28
 */
export function numberOption(
  name: string,
  value: unknown,
  { fallback, min, max, orInfinity = false, whole = false }: NumberRule,
  refuse: (message: string) => Error,
): number {
  const given = value === undefined ? fallback : value;
  const infinite = orInfinity || max === Number.POSITIVE_INFINITY;
  if (typeof given === "number") {
    if (given === Number.POSITIVE_INFINITY && infinite) return given;
    if (given >= min && given <= max && (!whole || Number.isInteger(given))) return given;
  }
  const range = `from ${min}${max === Number.POSITIVE_INFINITY ? "" : ` to ${max}`}`;
  const what = `${whole ? "a whole number" : "a number"} ${range}${infinite ? ", or Infinity for no limit" : ""}`;
  throw refuse(`${name} must be ${what}; it is ${describe(value)}`);
}

/** A wrong value in few words: a text in quotes, so that "30000" is not taken for the number. */
function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  return typeof value === "number" || value === null || value === undefined ? String(value) : `a ${typeof value}`;
}
