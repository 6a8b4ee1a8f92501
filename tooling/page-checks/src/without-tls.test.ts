import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../..", import.meta.url));
/** What browsers run: not its tests, which run elsewhere. */
const sources = globSync(
  [
    "packages/{client,contracts,mocks,react-sse,wire}/src/**/*.{ts,tsx}",
    "apps/{demo/src,dashboard/src/page}/**/*.{ts,tsx}",
  ],
  { cwd: root, exclude: ["**/*.test.{ts,tsx}", "**/testing/**"] },
);

it("no page needs what browsers give to pages with TLS only", () => {
  expect(sources.length).toBeGreaterThan(300);
  // Web Locks (C19) and the clipboard are asked for with a way out.
  const needed = /\bcrypto\.(randomUUID|subtle)\b/;
  const code = (file: string) => readFileSync(`${root}/${file}`, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
  expect(sources.filter((file) => needed.test(code(file)))).toEqual([]);
});
