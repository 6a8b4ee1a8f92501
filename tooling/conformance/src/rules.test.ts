import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

// The rules of docs/spec are cited by their numbers. Each number must mean one thing, and each rule must be kept by code
// that names it and proven by a test whose title names it.

const folder = new URL("../../../docs/spec/", import.meta.url);
const readme = readFileSync(new URL("README.md", folder), "utf8");

const files = readdirSync(folder).filter((name) => name !== "README.md");

it.each(files)("%s numbers its rules in order, each once, and the table says how many there are", (name) => {
  const text = readFileSync(new URL(name, folder), "utf8");
  const rules = [...text.matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, rule]) => rule);
  const letter = rules[0]?.charAt(0);
  expect(rules).toEqual(rules.map((_, index) => `${letter}${index + 1}`));
  expect(readme).toMatch(new RegExp(`\\[${name}\\]\\(${name}\\) +\\| ${rules.at(0)} to ${rules.at(-1)} `));
});

const root = fileURLToPath(new URL("../../../", import.meta.url));
const sources = execFileSync("git", ["ls-files", "packages", "apps", "tooling"], { cwd: root, encoding: "utf8" })
  .split("\n")
  .filter((file) => /\.(tsx?|css)$/.test(file) && existsSync(join(root, file)))
  .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));

const NOT_PRODUCT = /^tooling\/|\.(test|test-d|stories)\.tsx?$|\/testing\//;
const product = sources.filter(({ file }) => !NOT_PRODUCT.test(file)).map(({ text }) => text);
/** A title is the first text that `it`, `test`, `describe` or what their `each` makes is called with. */
const TITLE = /(?:\b(?:it|test|describe)(?:\.\w+)?|\))\(\s*("[^"\n]*"|'[^'\n]*'|`[^`]*`)/g;
const titles = sources
  .filter(({ file }) => /\.test\.tsx?$|\/testing\//.test(file))
  .flatMap(({ text }) => [...text.matchAll(TITLE)].map(([, title]) => title ?? ""));

const rules = files.flatMap((name) =>
  [...readFileSync(new URL(name, folder), "utf8").matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map(([, rule]) => rule ?? ""),
);

it("every rule is named where the code keeps it", () => {
  expect(rules.filter((rule) => !product.some((text) => new RegExp(`\\b${rule}\\b`).test(text)))).toEqual([]);
});

it("every rule is named by the title of a test", () => {
  expect(rules.filter((rule) => !titles.some((title) => new RegExp(`\\b${rule}\\b`).test(title)))).toEqual([]);
});
