import { type Translator, translatePage } from "@tidings/page-checks";
import { afterEach, beforeEach, expect, inject } from "vitest";

// All that a story does while it plays, it does on a page that is being translated.
if (inject("translated")) {
  let translator: Translator;
  beforeEach(() => {
    translator = translatePage();
  });
  afterEach(() => {
    translator[Symbol.dispose]();
    expect(translator.lost, "written into texts that the translator had replaced").toEqual([]);
  });
}
