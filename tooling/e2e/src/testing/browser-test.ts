import { launchChromium } from "@tidings/services";
import { test } from "vitest";

/** vitest's `it` with a Chromium that all tests of a file share; each opens contexts of its own. */
// biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern what a fixture depends on: nothing
export const it = test.extend("browser", { scope: "file" }, async ({}, { onCleanup }) => {
  const browser = await launchChromium();
  onCleanup(() => browser.close());
  return browser;
});
