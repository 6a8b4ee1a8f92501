/** How amounts and times are written. Make one with {@link createOrderFormat} and share it: formatters are dear. */
export interface OrderFormat {
  /** An amount of money, in the currency's main unit. */
  amount(value: number): string;
  /** An ISO 8601 time; a text that is no time comes back as it is. */
  time(iso: string): string;
}

/**
 * Formats by the reader's locale and time zone, unless told otherwise. Without `currency` an amount is a plain number
 * with two decimals, because an order does not say its currency.
 *
 * @example const format = createOrderFormat({ locale: "en-IN", currency: "INR" });
 */
export function createOrderFormat(
  options: { readonly locale?: string; readonly currency?: string; readonly timeZone?: string } = {},
): OrderFormat {
  const { locale, currency, timeZone } = options;
  const amounts = new Intl.NumberFormat(
    locale,
    currency ? { style: "currency", currency } : { minimumFractionDigits: 2, maximumFractionDigits: 2 },
  );
  const times = new Intl.DateTimeFormat(locale, {
    dateStyle: "medium",
    timeStyle: "short",
    ...(timeZone ? { timeZone } : {}),
  });
  return {
    amount: (value) => amounts.format(value),
    time: (iso) => {
      const ms = Date.parse(iso);
      return Number.isNaN(ms) ? iso : times.format(ms);
    },
  };
}

/** The reader's own locale and time zone, no currency. */
export const defaultOrderFormat: OrderFormat = createOrderFormat();
