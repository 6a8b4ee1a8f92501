import { defineConfig } from "vitest/config";

/** Every package and app is a project; one with a vitest.config.ts of its own says what it needs beyond Node. */
export default defineConfig({
  test: {
    projects: ["packages/*", "apps/*", "examples/*", "tooling/services", "tooling/conformance", "tooling/simulation"],
  },
});
