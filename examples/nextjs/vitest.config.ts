import { defineConfig } from "vitest/config";

/** Next.js is built and started here, and takes its time on a busy machine. */
export default defineConfig({
  test: {
    name: "@tidings/example-nextjs",
    testTimeout: 60_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 15_000, interval: 25 } },
    exclude: [".next", "node_modules"],
  },
});
