import { defineConfig } from "vitest/config";

/** Servers and processes are real here, and take their time on a busy machine. */
export default defineConfig({
  test: { name: "@tidings/conformance", testTimeout: 60_000, expect: { poll: { timeout: 15_000, interval: 10 } } },
});
