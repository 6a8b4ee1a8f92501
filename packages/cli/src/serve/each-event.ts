import { Refusal } from "@tidings/admission";
import type { SentEvent } from "./read-events.ts";

/** The most lines of one answer about refused events. */
const MAX_LINES = 20;

/**
 * Calls `act` for every event of a request, and reports all refused events together, each with its place.
 *
 * @throws Refusal with the code of the first refused event and the lines of all. Any other error is thrown at once
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
