/** Which numbers an option takes. */
export interface NumberRule {
  /** The value if the option is missing or undefined. Default: it must be given. */
  readonly fallback?: number | undefined;
  /** The smallest number. It is 1 if with 0 nothing would work, and 0 if 0 means none or at once (D28.2). */
  readonly min: number;
  /** The largest number. With Infinity any number is accepted, and Infinity itself means no limit (D28.1). */
  readonly max: number;
  /**
   * Whether Infinity is accepted although `max` is finite: a timer waits at most 2^31-1 ms, or is never started.
   * Default false.
   */
  readonly orInfinity?: boolean | undefined;
  /** Whether only whole numbers count. Default false. */
  readonly whole?: boolean | undefined;
}

/** The longest span that a timer holds, in milliseconds; a longer one would fire at once. */
export const MAX_TIMER_MS: number = 2 ** 31 - 1;

/**
 * Checks an option that is a number and fills in its default. All packages use this check, so that 0 and Infinity mean
 * the same everywhere.
 *
 * @param name The option's name for the message: `createHub's heartbeatMs`.
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

/** Describes a wrong value in a few words. A text is quoted, so that nobody takes "30000" for the number. */
function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  return typeof value === "number" || value === null || value === undefined ? String(value) : `a ${typeof value}`;
}
