import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

// The rules of docs/spec are cited by their numbers. Each number must mean one thing, and each obligation must be kept by
// code that names it and proven by a test whose title names it. A rule with several obligations gives each a number of its
// own, as D4.2; its head, D4, then only introduces them.

const folder = new URL("../../../docs/spec/", import.meta.url);
const readme = readFileSync(new URL("README.md", folder), "utf8");

const files = readdirSync(folder).filter((name) => name !== "README.md");

/** The numbers of a file's rules, in its order: `D1`, `D1.1`, `D1.2`, `D2`. A number that is indented wrongly is none. */
function rulesOf(name: string): readonly string[] {
  const text = readFileSync(new URL(name, folder), "utf8");
  return [...text.matchAll(/^(?:- \*\*([A-Z]\d+)| {2}- \*\*([A-Z]\d+\.\d+))\*\*/gm)].map(
    ([, head, part]) => head ?? part ?? "",
  );
}

it.each(files)("%s numbers its rules in order, each once, and the table says how many there are", (name) => {
  const heads = rulesOf(name).filter((rule) => !rule.includes("."));
  const letter = heads[0]?.charAt(0);
  expect(heads).toEqual(heads.map((_, index) => `${letter}${index + 1}`));
  expect(readme).toMatch(new RegExp(`\\[${name}\\]\\(${name}\\) +\\| ${heads.at(0)} to ${heads.at(-1)} `));
});

it.each(files)("%s numbers the obligations of a rule below it, in order, and never just one", (name) => {
  const rules = rulesOf(name);
  const heads = rules.filter((rule) => !rule.includes("."));
  const expected = heads.flatMap((head) => {
    const parts = rules.filter((rule) => rule.startsWith(`${head}.`));
    expect(parts.length, head).not.toBe(1);
    return [head, ...parts.map((_, index) => `${head}.${index + 1}`)];
  });
  expect(rules).toEqual(expected);
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

const rules = files.flatMap(rulesOf);
const isNamedBy = (rule: string, texts: readonly string[]) => {
  const name = new RegExp(`\\b${rule.replace(".", "\\.")}\\b`);
  return texts.some((text) => name.test(text));
};

it("every rule, and every obligation of it, is named where the code keeps it", () => {
  expect(rules.filter((rule) => !isNamedBy(rule, product))).toEqual([]);
});

it("every rule, and every obligation of it, is named by the title of a test", () => {
  expect(rules.filter((rule) => !isNamedBy(rule, titles))).toEqual([]);
});

it("code and titles name no rule that is not there", () => {
  const known = new Set(rules);
  const named = [...product, ...titles].flatMap((text) => text.match(/\b[WDSC]\d{1,2}\.\d+\b/g) ?? []);
  expect([...new Set(named)].filter((rule) => !known.has(rule))).toEqual([]);
});
