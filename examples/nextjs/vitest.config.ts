import { defineConfig } from "vitest/config";

/** Next.js is built and started here, and takes its time on a busy machine. */
export default defineConfig({
  test: {
    name: "@tidings/example-nextjs",
    testTimeout: 60_000,
    hookTimeout: 180_000,
    exclude: [".next", "node_modules"],
  },
});
