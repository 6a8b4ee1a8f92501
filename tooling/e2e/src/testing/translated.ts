import type { Page } from "playwright-core";
import { expect } from "vitest";
import { bundle } from "./bundle.ts";
import type * as pageChecks from "./page-checks.ts";

/** A page that its reader has had translated: every text that shows stands in «quotation marks». */
export interface TranslatedPage {
  /** Fails if the page threw, or wrote a text to where its reader does not see it. */
  isWhole(): Promise<void>;
}

/** Has a page translated, as someone does who presses the browser's button while the page is in use. */
export async function translated(page: Page): Promise<TranslatedPage> {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  const checks = await page.evaluateHandle<typeof pageChecks>(await bundle("page-checks.ts"));
  const translator = await checks.evaluateHandle((module) => module.translate());
  return {
    async isWhole() {
      expect(errors).toEqual([]);
      expect(await translator.evaluate(({ lost }) => lost)).toEqual([]);
    },
  };
}
