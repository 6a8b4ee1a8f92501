import { defineConfig } from "vitest/config";

// Real processes are started, and two cores may be busy with every other project's tests.
export default defineConfig({
  test: { name: "services", testTimeout: 30_000, expect: { poll: { timeout: 15_000, interval: 10 } } },
});
