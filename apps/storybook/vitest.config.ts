import { fileURLToPath } from "node:url";
import { storybookTest } from "@storybook/addon-vitest/vitest-plugin";
import { chromiumFlags, chromiumPath } from "@tidings/services";
import { type PlaywrightProviderOptions, playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import type { BrowserCommand } from "vitest/node";
import type { Guise } from "./src/guise.ts";

const executablePath = chromiumOrOneLine();

/** Undefined leaves the stories' tests out; with `CI` set nothing is left out, and the run ends here. */
function chromiumOrOneLine(): string | undefined {
  try {
    const found = chromiumPath();
    if (!found) process.stderr.write("Chromium is missing: the tests of the stories are left out.\n");
    return found;
  } catch (error) {
    // Thrown on, the line that matters would drown in the stack of a config that did not load.
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    return process.exit(1);
  }
}

/** Stories that measure their own colours while they play, so each guise plays them again. */
const MEASURING = ["../../packages/react-sse/src/styles/*.stories.tsx"];

/** What src/in-every-guise.ts calls to give the page's browser other preferences. */
const emulateMedia: BrowserCommand<[guise: Guise]> = ({ page }, guise) => page.emulateMedia(guise);

/** One Chromium with a reader's preferences. */
function reader(name: string, contextOptions: NonNullable<PlaywrightProviderOptions["contextOptions"]> = {}) {
  const launchOptions = { args: [...chromiumFlags], ...(executablePath ? { executablePath } : {}) };
  return {
    browser: "chromium" as const,
    name: `storybook (${name})`,
    provider: playwright({ launchOptions, contextOptions }),
  };
}

/**
 * Every story is a test with axe: on a wide page, where it is then looked at in every guise of the stylesheet
 * (src/in-every-guise.ts), and on a phone, which has a layout of its own, while a translator is at work on the page
 * (src/translated.ts).
 */
export default defineConfig({
  plugins: executablePath ? [storybookTest({ configDir: fileURLToPath(new URL(".storybook", import.meta.url)) })] : [],
  // Found ahead: a dependency met in the middle of a run reloads the page under the tests.
  optimizeDeps: { include: ["@tidings/react-sse > sonner", "axe-core"] },
  test: {
    name: "storybook",
    // A story leaves nothing behind, so one page serves them all.
    isolate: false,
    testTimeout: 180_000,
    setupFiles: ["src/patient-queries.ts", "src/in-every-guise.ts", "src/translated.ts"],
    provide: { guises: false, translated: false },
    ...(executablePath
      ? {
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            commands: { emulateMedia },
            instances: [
              { ...reader("light", { colorScheme: "light" }), provide: { guises: true, translated: false } },
              {
                ...reader("translated, on a phone"),
                viewport: { width: 360, height: 740 },
                provide: { guises: false, translated: true },
              },
              { ...reader("dark", { colorScheme: "dark" }), include: MEASURING },
              { ...reader("contrast", { contrast: "more" }), include: MEASURING },
              { ...reader("forced-colors", { forcedColors: "active" }), include: MEASURING },
            ],
          },
        }
      : { include: [] }),
  },
});
