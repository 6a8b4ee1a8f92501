import { inFigures } from "../../format/numbers.ts";

/**
 * What a list that shows a part says of it, and undefined where it shows all (C39.3): "Showing 200 of 1,284 orders". A count
 * that is not known yet says nothing.
 *
 * @param of In the plural, as the sentence ends: `open orders`.
 */
export function partWords(shown: number, total: number | undefined, of: string): string | undefined {
  if (total === undefined || shown >= total) return undefined;
  return `Showing ${inFigures(shown)} of ${inFigures(total)} ${of}`;
}
