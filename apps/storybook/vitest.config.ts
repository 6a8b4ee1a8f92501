import { fileURLToPath } from "node:url";
import { storybookTest } from "@storybook/addon-vitest/vitest-plugin";
import { chromiumFlags, chromiumPath } from "@tidings/services";
import { type PlaywrightProviderOptions, playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

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

/** Pages made of parts that are stories themselves: read in light, dark and on a phone, which is where pages break. */
const pages = ["order-list", "live-orders"].map((name) => `../../packages/**/${name}.stories.tsx`);

/** One Chromium with a reader's preferences. */
function reader(name: string, contextOptions: NonNullable<PlaywrightProviderOptions["contextOptions"]> = {}) {
  const launchOptions = { args: [...chromiumFlags], ...(executablePath ? { executablePath } : {}) };
  return {
    browser: "chromium" as const,
    name: `storybook (${name})`,
    provider: playwright({ launchOptions, contextOptions }),
  };
}

/** Every story is a test with axe, in every guise that the stylesheet has. */
export default defineConfig({
  plugins: executablePath ? [storybookTest({ configDir: fileURLToPath(new URL(".storybook", import.meta.url)) })] : [],
  // Found ahead: a dependency met in the middle of a run reloads the page under the tests.
  optimizeDeps: { include: ["@tidings/react-sse > sonner"] },
  test: {
    name: "storybook",
    // A story leaves nothing behind, so one page serves them all.
    isolate: false,
    ...(executablePath
      ? {
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [
              reader("light", { colorScheme: "light" }),
              reader("dark", { colorScheme: "dark" }),
              { ...reader("contrast", { contrast: "more" }), exclude: pages },
              { ...reader("forced-colors", { forcedColors: "active" }), exclude: pages },
              { ...reader("reduced-motion", { reducedMotion: "reduce" }), exclude: pages },
              { ...reader("phone"), viewport: { width: 360, height: 740 } },
            ],
          },
        }
      : { include: [] }),
  },
});
