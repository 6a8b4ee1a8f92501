/** What is written for what is no number. */
const UNKNOWN = "unknown";

/** From here on digits say less than their count: 1.2E15. */
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

/** A share of a hundred within its bounds; undefined where it is no number. */
export function readProgress(progress: number): number | undefined {
  return Number.isNaN(progress) ? undefined : Math.min(Math.max(progress, 0), 100);
}

/** How far something is, of a hundred: "75%". What is below or above counts as the end that it passed. */
export function progressInWords(progress: number): string {
  return percent((readProgress(progress) ?? Number.NaN) / 100);
}
