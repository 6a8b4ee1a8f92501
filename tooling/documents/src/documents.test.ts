import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
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
  .filter((file) => file.endsWith(".md") && file !== "README.md")
  .map((file) => ({
    file: `docs/guide/${file}`,
    folder: `guide-${file.replace(".md", "")}`,
    text: readFileSync(join(guideFolder, file), "utf8"),
  }));
const documents = [
  ...readmes.map(({ manifest, text }) => ({
    file: `the README of ${manifest.name}`,
    folder: `readme-${manifest.name.split("/")[1]}`,
    text,
  })),
  // Code that a guide takes from files is compiled where those files are; `quotes.test.ts` compares it.
  ...guides.filter(({ text }) => codeBlocks(text).length > 0),
];

/** Files that a document tells its readers to copy from a guide. */
const copied = [
  {
    from: "guide-backend-in-ten-minutes/contract.ts",
    to: "guide-frontend-in-ten-minutes/src/contract.ts",
  },
  { from: "guide-backend-in-ten-minutes/contract.ts", to: "readme-react-sse/contract.ts" },
];

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

/** Inside this package, so that names of packages mean there what they mean to it; no commit ever takes it along. */
const folder = mkdtempSync(join(dirname(fileURLToPath(import.meta.url)), "../node_modules/.blocks-"));
let refusals: readonly string[] = [];

beforeAll(() => {
  const files = documents.flatMap((document) =>
    codeBlocks(document.text).map(({ language, line, code, file = `line-${line}.${language}` }) => {
      const path = join(document.folder, file);
      write(path, `${code}\nexport {};\n`);
      return path;
    }),
  );
  for (const { from, to } of copied) write(to, readFileSync(join(folder, from), "utf8"));
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

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

it.each(documents)("the code in $file compiles", (document) => {
  expect(codeBlocks(document.text)).not.toEqual([]);
  expect(refusals.filter((line) => line.includes(`/${document.folder}/`))).toEqual([]);
});

it("the index of the guides names each of them", () => {
  const index = readFileSync(join(guideFolder, "README.md"), "utf8");
  expect(guides.filter(({ file }) => !index.includes(`](${file.replace("docs/guide/", "")})`))).toEqual([]);
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
