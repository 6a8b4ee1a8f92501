import { defineMain } from "@storybook/react-vite/node";
import { type InlineConfig, mergeConfig } from "vite";

export default defineMain({
  framework: "@storybook/react-vite",
  stories: ["../../../packages/react-sse/src/**/*.stories.tsx"],
  addons: ["@storybook/addon-docs", "@storybook/addon-a11y", "@storybook/addon-themes", "@storybook/addon-vitest"],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // react-docgen-typescript needs the compiler API that TypeScript 7 no longer has.
  typescript: { reactDocgen: "react-docgen" },
  viteFinal: (config) =>
    mergeConfig<InlineConfig, InlineConfig>(config, {
      build: {
        // Storybook is large and read at home; a library's "use client" means nothing in a page without a server.
        chunkSizeWarningLimit: 4096,
        rolldownOptions: {
          onLog: (level, log, handle) => {
            if (log.code !== "MODULE_LEVEL_DIRECTIVE") handle(level, log);
          },
        },
      },
    }),
});
