import { type NumberRule, numberOption as readNumber } from "@tidings/contracts/number-option";
import { HubError } from "./error.ts";

/**
 * An option that is a number, or its default; for adapters and whatever else is built upon the hub (D21.1, D21.2, D28).
 *
 * @param name As the caller wrote it: `createHub's heartbeatMs`.
 * @throws HubError `invalid_options`
 * @example const keep = numberOption("createRelay's keep", options.keep, { fallback: 100, min: 0, max: Infinity });
 */
export function numberOption(name: string, value: unknown, rule: NumberRule): number {
  return readNumber(name, value, rule, (message) => new HubError("invalid_options", message));
}
