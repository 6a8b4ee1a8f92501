import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { promisesIn } from "./promises.ts";
import { testTitles } from "./test-titles.ts";

// Each promise of docs/briefs names the tests that prove it, by file and exact title. Whoever renames a test, or deletes
// it, is told here which promise it proved.

const root = new URL("../../../", import.meta.url);
const folder = new URL("docs/briefs/", root);
const briefs = readdirSync(folder).filter((name) => name !== "README.md");

it("there are five briefs, and the table of them names each", () => {
  expect(briefs.map((name) => name.slice(0, 3))).toEqual(["000", "001", "002", "003", "004"]);
  const table = readFileSync(new URL("README.md", folder), "utf8");
  expect(briefs.filter((name) => !table.includes(`](${name})`))).toEqual([]);
});

describe.each(briefs)("docs/briefs/%s", (brief) => {
  const text = readFileSync(new URL(brief, folder), "utf8");
  const promises = promisesIn(text);

  it("says what was asked for, how it is kept, and what is done differently", () => {
    const headings = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(headings.filter((heading) => heading !== "Beyond the brief")).toEqual([
      "What the team asked for",
      "How each promise is kept",
      "Done differently",
    ]);
    expect(promises.length).toBeGreaterThan(15);
  });

  it("names a test for each promise", () => {
    expect(promises.filter(({ proofs }) => proofs.length === 0)).toEqual([]);
  });

  it("names tests that there are, by their exact titles", () => {
    const missing = promises.flatMap(({ line, proofs }) =>
      proofs.filter((proof) => !isThere(proof)).map(({ file, title }) => `line ${line}: ${file}: ${title}`),
    );
    expect(missing).toEqual([]);
  });
});

function isThere({ file, title }: { readonly file: string; readonly title: string }): boolean {
  const path = new URL(file, root);
  return existsSync(path) && testTitles(readFileSync(path, "utf8")).has(title);
}
