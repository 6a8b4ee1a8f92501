/** What became of one case; it passed when nothing failed. */
export interface Verdict {
  readonly name: string;
  readonly failures: readonly Failure[];
}

/** One expectation that did not hold. */
export interface Failure {
  /** The expectation's name, or what went wrong before it could be looked at. */
  readonly what: string;
  readonly expected: unknown;
  readonly got: unknown;
}

const QUALIFIED = /^(.+?)(AnyOf|AtLeast|AtMost|WithinMs)$/;

/**
 * Holds what was observed against a case's expectations. Beside a plain `events` both formats know `eventsAnyOf`,
 * `requestsAtLeast`, `requestsAtMost` and `openWithinMs`; where there is an `AnyOf`, the plain one is only the
 * likeliest. An expectation for which nothing was observed fails, because an unknown expectation must not pass.
 */
export function judge(
  expectations: Readonly<Record<string, unknown>>,
  observed: Readonly<Record<string, unknown>>,
): readonly Failure[] {
  const failures: Failure[] = [];
  for (const [key, expected] of Object.entries(expectations)) {
    if (key === "note" || `${key}AnyOf` in expectations) continue;
    const [, name = key, how] = QUALIFIED.exec(key) ?? [];
    if (!(name in observed)) {
      failures.push({ what: `${key}: this runner does not know that expectation`, expected, got: undefined });
      continue;
    }
    const got = observed[name];
    if (!holds(how, expected, got)) failures.push({ what: key, expected, got });
  }
  return failures;
}

function holds(how: string | undefined, expected: unknown, got: unknown): boolean {
  switch (how) {
    case "AnyOf":
      return Array.isArray(expected) && expected.some((one) => fits(one, got));
    case "AtLeast":
      return typeof expected === "number" && count(got) >= expected;
    case "AtMost":
      return typeof expected === "number" && count(got) <= expected;
    case "WithinMs":
      return typeof expected === "number" && typeof got === "number" && got <= expected;
    default:
      return fits(expected, got);
  }
}

/**
 * Whether a value is as described: an object needs the fields that are described, a list the same length. Null is
 * absence, and a pair against a number is a range, as `gapMs` wants it.
 */
function fits(expected: unknown, got: unknown): boolean {
  if (expected === null) return got === null || got === undefined;
  if (Array.isArray(expected)) {
    if (typeof got === "number") return expected.length === 2 && got >= expected[0] && got <= expected[1];
    return (
      Array.isArray(got) && got.length === expected.length && expected.every((one, index) => fits(one, got[index]))
    );
  }
  if (typeof expected !== "object") return Object.is(expected, got);
  if (typeof got !== "object" || got === null) return false;
  // Header names know no case, and no field differs from another by case alone.
  const fields = new Map(Object.entries(got).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(expected).every(([key, value]) => fits(value, fields.get(key.toLowerCase())));
}

function count(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  return typeof value === "number" ? value : Number.NaN;
}
