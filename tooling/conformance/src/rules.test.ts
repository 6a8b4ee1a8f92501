import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

// The rules of docs/spec are cited by their numbers, so each number must mean one thing.

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
