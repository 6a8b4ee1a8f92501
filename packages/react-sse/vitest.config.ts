import { defineConfig } from "vitest/config";

export default defineConfig({ test: { name: "react-sse", environment: "jsdom" } });
