import { heldTexts, unreadableControls } from "@tidings/page-checks";
import axe from "axe-core";
import { afterEach, expect, inject } from "vitest";
import { commands } from "vitest/browser";
import type { StoryUnderTest } from "./changing-story.ts";
import { colourGuises, plain } from "./guise.ts";

declare module "vitest" {
  interface TestContext {
    /** The story under test, set by Storybook's test runner. */
    readonly story?: StoryUnderTest & { readonly parameters: { readonly a11y?: { readonly test?: string } } };
  }
}

/** The rules of axe that read painted colours. All others read the document, which no preference changes. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

// A story that has played is looked at in the reader's other preferences. It is not played again: a preference reaches it
// by the stylesheet alone. So what a stylesheet can change is checked, on the very state that the play led to.
if (inject("guises")) {
  afterEach(async ({ story }) => {
    try {
      expect(heldTexts(), "texts beside other children, which a translator would freeze").toEqual([]);
      await commands.emulateMedia({ ...plain, reducedMotion: "reduce" });
      await painted();
      const endless = document.getAnimations().filter(isEndless);
      expect(endless, "animations without an end, for a reader who asked for less motion").toEqual([]);
      // Stories of thousands turn axe off: it takes minutes, and their rows are those of other stories.
      if (story?.parameters.a11y?.test === "off") return;
      await commands.emulateMedia(plain);
      await painted();
      expect(unreadableControls(), "unreadable controls").toEqual([]);
      for (const [name, guise] of colourGuises) {
        await commands.emulateMedia(guise);
        await painted();
        expect(await unreadable(), `unreadable for a reader who asked for: ${name}`).toEqual([]);
        expect(unreadableControls(), `unreadable controls for a reader who asked for: ${name}`).toEqual([]);
      }
    } finally {
      await commands.emulateMedia(plain);
    }
  });
}

/** Waits for a frame in the new colours, and finishes those that are on their way. */
async function painted(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(resolve));
  for (const animation of document.getAnimations()) if (!isEndless(animation)) animation.finish();
}

function isEndless(animation: Animation): boolean {
  return animation.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY;
}

async function unreadable() {
  const { violations } = await axe.run(document.body, { runOnly: COLOUR_RULES, resultTypes: ["violations"] });
  return violations.flatMap(({ nodes }) => nodes.map(({ html, failureSummary }) => ({ html, failureSummary })));
}
