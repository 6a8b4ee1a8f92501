import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { codeBlocks } from "./code-blocks.ts";

interface Manifest {
  readonly name: string;
  readonly description: string;
  readonly private?: boolean;
  readonly keywords?: readonly string[];
}

const packagesFolder = fileURLToPath(new URL("../../../packages/", import.meta.url));
const published = readdirSync(packagesFolder)
  .map((folder) => join(packagesFolder, folder))
  .map((folder) => ({ folder, manifest: readManifest(folder) }))
  .filter(({ manifest }) => manifest.private !== true);
const readmes = published.map(({ folder, manifest }) => ({
  manifest,
  text: readFileSync(join(folder, "README.md"), "utf8"),
}));

const guideFolder = fileURLToPath(new URL("../../../docs/guide/", import.meta.url));
const guides = readdirSync(guideFolder)
  .filter((file) => file.endsWith(".md"))
  .map((file) => ({
    file: `docs/guide/${file}`,
    prefix: `guide-${file.replace(".md", "")}-`,
    text: readFileSync(join(guideFolder, file), "utf8"),
  }))
  // Code that a guide takes from files is compiled where those files are; `quotes.test.ts` compares it.
  .filter(({ text }) => codeBlocks(text).length > 0);
const documents = [
  ...readmes.map(({ manifest, text }) => ({
    file: `the README of ${manifest.name}`,
    prefix: prefixOf(manifest),
    text,
  })),
  ...guides,
];

/** What the files begin with that hold a document's code. */
function prefixOf({ name }: Manifest): string {
  return `readme-${name.split("/")[1]}-`;
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

/** Inside this package, so that names of packages mean there what they mean to it; no commit ever takes it along. */
const folder = mkdtempSync(join(dirname(fileURLToPath(import.meta.url)), "../node_modules/.blocks-"));
let refusals: readonly string[] = [];

beforeAll(() => {
  const files = documents.flatMap(({ prefix, text }) =>
    codeBlocks(text).map(({ language, line, code }) => {
      const file = `${prefix}${line}.${language}`;
      writeFileSync(join(folder, file), `${code}\nexport {};\n`);
      return file;
    }),
  );
  writeFileSync(join(folder, "css.d.ts"), 'declare module "*.css";\n');
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({
      extends: "@tidings/tsconfig/browser.json",
      compilerOptions: { types: ["node"] },
      files: ["css.d.ts", ...files],
    }),
  );
  const tsc = join(dirname(fileURLToPath(import.meta.resolve("typescript/package.json"))), "bin/tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder, "--pretty", "false"], { encoding: "utf8" });
  refusals = stdout.split("\n").filter((line) => line.includes("error TS"));
});
afterAll(() => rmSync(folder, { recursive: true }));

it.each(documents)("the code in $file compiles", ({ prefix, text }) => {
  expect(codeBlocks(text)).not.toEqual([]);
  expect(refusals.filter((line) => line.includes(`/${prefix}`))).toEqual([]);
});

it.each(readmes)("the README of $manifest.name says what it is, how to install it and where to read on", (readme) => {
  const { manifest, text } = readme;
  expect(text.startsWith(`# ${manifest.name}\n`)).toBe(true);
  expect(text).toMatch(new RegExp(`^npm install .*${manifest.name}\\b`, "m"));
  expect(text).toMatch(/^## Read on$/m);
});

it.each(readmes)("$manifest.name can be found by its keywords", ({ manifest }) => {
  expect(manifest.keywords).toContain("server-sent-events");
});
