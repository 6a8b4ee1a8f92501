import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { storybookTest } from "@storybook/addon-vitest/vitest-plugin";
import { type PlaywrightProviderOptions, playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const present = existsSync(executablePath);
const missing = `The stories' tests need Chromium: install it or set CHROMIUM_PATH (looked at ${executablePath})`;
if (!present && process.env.CI) throw new Error(missing);
if (!present) process.stderr.write(`${missing}; they are left out.\n`);

/** The flags that let Chromium run as root and keep it from calling anyone. */
const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** One Chromium with a reader's preferences. */
function reader(name: string, contextOptions: PlaywrightProviderOptions["contextOptions"] = {}) {
  return {
    browser: "chromium" as const,
    name,
    provider: playwright({ launchOptions: { executablePath, args }, contextOptions }),
  };
}

/** Every story is a test with axe, in every guise that the stylesheet has. */
export default defineConfig({
  plugins: present ? [storybookTest({ configDir: fileURLToPath(new URL(".storybook", import.meta.url)) })] : [],
  test: {
    name: "storybook",
    ...(present
      ? {
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [
              reader("storybook (light)", { colorScheme: "light" }),
              reader("storybook (dark)", { colorScheme: "dark" }),
              reader("storybook (contrast)", { contrast: "more" }),
              reader("storybook (forced-colors)", { forcedColors: "active" }),
              reader("storybook (reduced-motion)", { reducedMotion: "reduce" }),
              { ...reader("storybook (phone)"), viewport: { width: 360, height: 740 } },
            ],
          },
        }
      : { include: [] }),
  },
});
