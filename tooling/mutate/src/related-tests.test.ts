import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { readPackage } from "./package-sources.ts";
import { relatedTests } from "./related-tests.ts";

function makePackage(files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), "mutate-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

const folder = () =>
  makePackage({
    "package.json": '{ "name": "@x/y", "exports": { ".": "./src/index.ts" } }',
    "src/index.ts": 'export { a } from "./a.ts";',
    "src/a.ts": 'import { b } from "./b.ts"; export const a = b;',
    "src/b.ts": "export const b = 1;",
    "src/lonely.ts": "export const lonely = 1;",
    "src/b.test.ts": 'import "./b.ts";',
    "src/a.test.ts": 'import "./a.ts";',
    "src/name.test.ts": 'import { a } from "@x/y";',
    "src/other.test.ts": 'import "vitest";',
    "src/testing/rig.ts": "export const rig = 1;",
    "src/samples.ts": "export const samples = [1];",
    "src/chat-samples.ts": "export const chats = [1];",
  });

it("tests that reach a file come nearest first, also by the package's own name; others not at all", () => {
  const root = folder();
  const { tests } = readPackage(root);
  const names = (source: string) =>
    relatedTests(root, tests, join(root, source)).map((test) => test.slice(root.length + 5));
  expect(names("src/b.ts")).toEqual(["b.test.ts", "a.test.ts", "name.test.ts"]);
  expect(names("src/a.ts")).toEqual(["a.test.ts", "name.test.ts"]);
  expect(names("src/lonely.ts")).toEqual([]);
});

it("sources are what tests are about: no tests, no samples, no lists of names", () => {
  const root = folder();
  const { sources } = readPackage(root);
  expect(sources.map((source) => source.slice(root.length + 5))).toEqual(["a.ts", "b.ts", "lonely.ts"]);
});
