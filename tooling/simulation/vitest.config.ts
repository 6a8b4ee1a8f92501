import { defineConfig } from "vitest/config";

/** A test runs many seeds, on whatever is left of the machine. */
export default defineConfig({ test: { testTimeout: 120_000 } });
