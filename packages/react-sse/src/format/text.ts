/** The most characters of a name or title that are shown. A longer one ends in "…". */
export const MAX_NAME = 200;

// Spaces, controls, marks without a letter, halves of characters, and the letters of Unicode that show nothing.
const NOTHING_TO_SEE = /^[\s\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Mn}\p{Me}\u115f\u1160\u2800\u3164\uffa0]*$/u;

const graphemes =
  typeof Intl.Segmenter === "function" ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : undefined;

// Near enough where there is no segmenter: a flag, a picture with all that is joined to it, a letter with its accents.
const CHARACTER =
  /\p{RI}{2}|\p{Emoji}(?:\p{EMod}|\ufe0f\u20e3?|[\u{e0020}-\u{e007f}]+)?(?:\u200d\p{Emoji}(?:\p{EMod}|\ufe0f)?)*\p{M}*|.\p{M}*/gsu;

/** A name as it can be shown: shortened if it is very long, `fallback` if it has no visible character (C26.3). */
export function named(name: string, fallback: string): string {
  return NOTHING_TO_SEE.test(name) ? fallback : clip(name, MAX_NAME);
}

/** Sentences of one text, without those that are missing. */
export function sentences(...all: readonly (string | undefined)[]): string {
  return all.filter((sentence) => sentence !== undefined && sentence !== "").join(" ");
}

/** At most about `max` characters of a text, and "…" where some are missing; no flag, family or accent is cut in half. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text.toWellFormed();
  const head = text.slice(0, max);
  const last = [...charactersOf(head)].at(-1)?.start ?? 0;
  // A single emoji that is longer than the limit is cut anyway.
  return `${head.slice(0, last === 0 ? max : last).toWellFormed()}…`;
}

/** The first character of a name as people count them, a whole flag or family, as a capital; "?" where there is none. */
export function initialOf(name: string): string {
  const text = name.trim();
  if (NOTHING_TO_SEE.test(text)) return "?";
  const first = charactersOf(text.slice(0, MAX_NAME)).next().value?.text ?? "";
  return NOTHING_TO_SEE.test(first) ? "?" : clip(first.toLocaleUpperCase(), 16);
}

/** A text in characters as people count them. */
function* charactersOf(text: string): Generator<{ readonly text: string; readonly start: number }, undefined> {
  if (graphemes === undefined)
    for (const { 0: one, index } of text.matchAll(CHARACTER)) yield { text: one, start: index };
  else for (const { segment, index } of graphemes.segment(text)) yield { text: segment, start: index };
}
