/** The text for NaN and infinite numbers. */
const UNKNOWN = "unknown";

/** From this size on numbers are written as 1.2E15, because nobody can read so many digits. */
const HUGE = 1e15;

/**
 * Writes numbers as `Intl.NumberFormat` does: nothing as long as a page for huge ones, no "-0", and "unknown" for NaN and
 * the infinite (C26.2). It never throws.
 *
 * @example const count = createNumbers();
 */
export function createNumbers(
  options: Intl.NumberFormatOptions & { readonly locale?: string | undefined } = {},
): (value: number) => string {
  const { locale, ...style } = options;
  const usual = new Intl.NumberFormat(locale, { ...style, signDisplay: "negative" });
  const { minimumFractionDigits: _fewest, maximumFractionDigits: _most, ...rest } = style;
  const huge = new Intl.NumberFormat(locale, { ...rest, notation: "scientific", maximumSignificantDigits: 3 });
  return (value) => {
    if (!Number.isFinite(value)) return UNKNOWN;
    return Math.abs(value) < HUGE ? usual.format(value) : huge.format(value);
  };
}

/** A count in British figures, for tools whose words are English: "12,345". */
export const inFigures = createNumbers({ locale: "en-GB" });

const percent = createNumbers({ style: "percent", maximumFractionDigits: 0 });

/** A percentage, limited to 0 to 100; undefined if it is not a number. */
export function readProgress(progress: number): number | undefined {
  return Number.isNaN(progress) ? undefined : Math.min(Math.max(progress, 0), 100);
}

/** A progress as text: "75%". Values below 0 count as 0, above 100 as 100. */
export function progressInWords(progress: number): string {
  return percent((readProgress(progress) ?? Number.NaN) / 100);
}
