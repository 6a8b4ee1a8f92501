import { type Translator, translatePage } from "@tidings/page-checks";

// Runs in a page: `bundle` makes one script of it.
export { contrastOfText, heldTexts, unreadableControls } from "@tidings/page-checks";

/** Translates the page into a language in which every text stands in quotation marks. */
export function translate(): Translator {
  return translatePage((text) => `«${text}»`);
}
