import { type Translator, translatePage } from "@tidings/page-checks";
import { afterEach, beforeEach, expect, inject } from "vitest";
import { expectChangesToShow, type StoryUnderTest } from "./changing-story.ts";

// All that a story does while it plays, it does on a page that is being translated. Afterwards it changes, on a page that
// is translated, into the story before it of the same component.
if (inject("translated")) {
  let translator: Translator;
  let before: StoryUnderTest | undefined;
  beforeEach(() => {
    translator = translatePage();
  });
  afterEach(async ({ story }) => {
    translator[Symbol.dispose]();
    expect(translator.lost, "written into texts that the translator had replaced").toEqual([]);
    if (!story) return;
    const [of] = story.id.split("--");
    if (before?.id.startsWith(`${of}--`)) await expectChangesToShow(story, before.args);
    before = story;
  });
}
