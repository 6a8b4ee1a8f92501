import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, it } from "vitest";

const SOURCES = import.meta.dirname;
const OURS = /\.(test|test-d|stories)\.|^testing\//;

const modules = readdirSync(SOURCES, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.tsx?$/.test(path) && !OURS.test(path))
  .map((path) => ({ path, text: readFileSync(join(SOURCES, path), "utf8") }));

/** Whether a server component could not run it: it renders with handlers, or is a hook, or takes values from React. */
function isForClients({ path, text }: { readonly path: string; readonly text: string }): boolean {
  return /\.tsx$|^use-/.test(basename(path)) || /^import (?!type )[^;"]* from "react";/m.test(text);
}

it('C33: what renders or hooks begins with "use client", and nothing else does, so that servers may import every entry', () => {
  const marked = modules.filter(({ text }) => text.startsWith('"use client";\n')).map(({ path }) => path);
  expect(marked).toEqual(modules.filter(isForClients).map(({ path }) => path));
  expect(marked.length).toBeGreaterThan(70);
});
