import { createTimes } from "./instant.ts";
import { createNumbers } from "./numbers.ts";

/**
 * How amounts, counts and times are written. Make one with {@link createOrderFormat} and share it: formatters are
 * expensive to make.
 */
export interface OrderFormat {
  /** An amount of money, in the currency's main unit; "unknown" for what is no number. */
  amount(value: number): string;
  /** A number of things. */
  count(value: number): string;
  /** An ISO 8601 time; a text that is no time comes back as it is, shortened, and an empty one is "Time unknown". */
  time(iso: string): string;
}

/**
 * Formats by the reader's locale and time zone, unless told otherwise. Without `currency` an amount is a plain number
 * with two decimals, because an order does not say its currency. Any text and any number is written somehow: nothing
 * throws (C26.4).
 *
 * @example const format = createOrderFormat({ locale: "en-IN", currency: "INR" });
 */
export function createOrderFormat(
  options: { readonly locale?: string; readonly currency?: string; readonly timeZone?: string } = {},
): OrderFormat {
  const { locale, currency, timeZone } = options;
  return {
    amount: createNumbers({
      locale,
      ...(currency ? { style: "currency", currency } : { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    }),
    count: createNumbers({ locale }),
    time: createTimes({ locale, dateStyle: "medium", timeStyle: "short", ...(timeZone ? { timeZone } : {}) }),
  };
}

/** The reader's own locale and time zone, no currency. */
export const defaultOrderFormat: OrderFormat = createOrderFormat();
