import { type NumberRule, numberOption as readNumber } from "@tidings/contracts/number-option";
import { ClientError } from "./error.ts";

/**
 * An option that is a number, or its default.
 *
 * @throws ClientError `invalid_options`
 * @see docs/spec/delivery.md D28
 */
export function numberOption(name: string, value: unknown, rule: NumberRule): number {
  return readNumber(name, value, rule, (message) => new ClientError("invalid_options", message));
}
