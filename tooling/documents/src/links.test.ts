import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { anchorsOf, linksIn, pathsIn } from "./links.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const documents = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" })
  .trim()
  .split("\n")
  .filter((file) => existsSync(join(root, file)))
  .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));
/** A decision says how things were when it was made. */
const ofToday = documents.filter(({ file }) => !/^docs\/decisions\/|^\.changeset\/|CHANGELOG/.test(file));

it.each(documents)("the links of $file lead to what is there", ({ file, text }) => {
  const broken = linksIn(text).filter((link) => {
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? join(root, file) : join(root, dirname(file), path);
    if (!existsSync(target)) return true;
    return anchor !== undefined && !anchorsOf(readFileSync(target, "utf8")).includes(anchor);
  });
  expect(broken).toEqual([]);
});

it.each(ofToday)("the files that $file names are there", ({ text }) => {
  const isThere = (path: string) => existsSync(join(root, path)) || existsSync(join(root, "packages", path));
  expect(pathsIn(text).filter((path) => !isThere(path))).toEqual([]);
});

it("finds links to files and headings, not those to other sites nor what code shows", () => {
  const text = "[a](b.md) [c](d/#e) [f](https://g.example) ![h](i.png)\n\n```md\n[j](k)\n```\n\n`[l](m)`\n";
  expect(linksIn(text)).toEqual(["b.md", "d/#e", "i.png"]);
  expect(anchorsOf('# A b\n\n## "C": `d` & e\n')).toEqual(["a-b", "c-d--e"]);
});

it("finds paths of the repository in code, not patterns, placeholders or packages' names", () => {
  const text =
    "`apps/server/src/main.ts`, `hub/src/log`, `packages/<name>`, `@tidings/hub`, `apps/*`, `hub/node`, `docs`, `apps/demo/dist`";
  expect(pathsIn(text)).toEqual(["apps/server/src/main.ts", "hub/src/log"]);
});
