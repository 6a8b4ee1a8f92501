import { HubError } from "./error.ts";

/** What a number may be. */
export interface NumberRule {
  /** What it is where nothing, or undefined, was given. */
  readonly fallback?: number;
  readonly min: number;
  /** Infinity where that is allowed. */
  readonly max: number;
  /** Whether only whole numbers count. Default false. */
  readonly whole?: boolean;
}

/**
 * An option that is a number, or its default. What configuration leaves undefined is not given (D21.1, D21.2).
 *
 * @param name As the caller wrote it: `createHub's heartbeatMs`.
 * @throws HubError `invalid_options`
 */
export function numberOption(name: string, value: unknown, { fallback, min, max, whole = false }: NumberRule): number {
  const given = value === undefined ? fallback : value;
  const fits = typeof given === "number" && given >= min && given <= max;
  if (fits && (!whole || given === Number.POSITIVE_INFINITY || Number.isInteger(given))) return given;
  const kind = whole ? "a whole number" : "a number";
  const range = max === Number.POSITIVE_INFINITY ? `from ${min}, or Infinity` : `from ${min} to ${max}`;
  throw new HubError("invalid_options", `${name} must be ${kind} ${range}; it is ${describe(value)}`);
}

/** A wrong value in few words: a text in quotes, so that "30000" is not taken for the number. */
function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 40));
  return typeof value === "number" || value === null || value === undefined ? String(value) : `a ${typeof value}`;
}
