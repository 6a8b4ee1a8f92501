import { fileURLToPath } from "node:url";
import { loadConfigFromFile, mergeConfig, type UserConfig } from "vite";
import { defineConfig } from "vitest/config";
import { InOrder } from "./in-order.ts";
import { mutatedModule } from "./mutated-module.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const loaded = await loadConfigFromFile({ command: "serve", mode: "test" }, `${ROOT}vitest.config.ts`);
const { test, ...root }: UserConfig = loaded?.config ?? {};
const projects = test?.projects?.filter((project) => typeof project !== "string") ?? [];

/** The repository's own tests without the stories, one file after another until a test fails. */
export default mergeConfig(
  { ...root, test: { ...test, projects } },
  defineConfig({
    root: ROOT,
    plugins: [mutatedModule],
    test: {
      bail: 1,
      watch: false,
      // It knows a module by the text on the disk, which is not what is loaded here.
      fsModuleCache: false,
      sequence: { sequencer: InOrder },
      testTimeout: 30_000,
      hookTimeout: 30_000,
      // A test that polls for what a mutant took away should not take a minute to say so.
      expect: { poll: { timeout: 10_000, interval: 10 } },
    },
  }),
);
