import { Refusal } from "@tidings/admission";
import type { SentEvent } from "./read-events.ts";

/** Lines that one answer has at most about what is wrong. */
const MAX_LINES = 20;

/**
 * Does something with every event of a request, and tells of all that is refused at once, each by its place.
 *
 * @throws Refusal of the first event that was refused, with the lines of all; what is no refusal at once
 */
export function eachEvent<E extends Pick<SentEvent, "place">, T>(events: readonly E[], act: (event: E) => T): T[] {
  const refused: { readonly refusal: Refusal; readonly lines: readonly string[] }[] = [];
  const done = events.flatMap((event) => {
    try {
      return [act(event)];
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { place } = event;
      refused.push({ refusal: error, lines: error.lines.map((line) => (place === "" ? line : `${place}: ${line}`)) });
      return [];
    }
  });
  const [first] = refused;
  if (first === undefined) return done;
  const lines = refused.flatMap((one) => one.lines);
  const more = lines.length > MAX_LINES ? [`and ${lines.length - MAX_LINES} more`] : [];
  throw new Refusal(first.refusal.code, [...lines.slice(0, MAX_LINES), ...more]);
}
