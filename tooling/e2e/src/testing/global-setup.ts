import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { requireTool } from "@tidings/services";

const BUILT = ["apps/demo/dist/index.html", "packages/react-sse/dist/index.js"];
const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** Says before the first test, in one line, what this machine lacks. */
export function setup(): void {
  for (const tool of ["chromium", "nginx", "haproxy", "caddy", "curl", "openssl"] as const) requireTool(tool);
  const missing = BUILT.find((file) => !existsSync(ROOT + file));
  if (missing !== undefined) throw new Error(`There is no ${missing}: run pnpm e2e at the root, which builds it first`);
}
