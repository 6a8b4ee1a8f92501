import { inFigures } from "../../format/numbers.ts";

/**
 * The line of a list that shows only a part (C39.3): "Showing 200 of 1,284 orders". Undefined if it shows all, or while
 * the total is not known.
 *
 * @param of In the plural, as the sentence ends: `open orders`.
 */
export function partWords(shown: number, total: number | undefined, of: string): string | undefined {
  if (total === undefined || shown >= total) return undefined;
  return `Showing ${inFigures(shown)} of ${inFigures(total)} ${of}`;
}
