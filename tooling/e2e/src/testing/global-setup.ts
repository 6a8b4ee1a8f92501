import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { requireTool } from "@tidings/services";

const PAGE = fileURLToPath(new URL("../../../../apps/demo/dist/index.html", import.meta.url));

/** Says before the first test, in one line, what this machine lacks. */
export function setup(): void {
  for (const tool of ["chromium", "nginx", "haproxy", "curl"] as const) requireTool(tool);
  if (!existsSync(PAGE)) throw new Error("The demo is not built: run pnpm e2e at the root, which builds it first");
}
