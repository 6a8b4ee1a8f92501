import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { quotesOf } from "./quotes.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const guides = readdirSync(join(root, "docs/guide"))
  .filter((file) => file.endsWith(".md"))
  .map((file) => ({ file, quotes: quotesOf(readFileSync(join(root, "docs/guide", file), "utf8")) }))
  .filter(({ quotes }) => quotes.length > 0);

/** Code without what a formatter may change where it stands less deep: white space, and commas before a closing bracket. */
const bare = (code: string) => code.replace(/\s+/g, "").replace(/,(?=[)\]}])/g, "");

it("finds the blocks that name a file, and where they stand", () => {
  expect(quotesOf("Text\n\n```ts\nno\n```\n\n```ts a/b.ts\nyes();\n```\n")).toEqual([
    { file: "a/b.ts", line: 8, text: "yes();\n" },
  ]);
});

it.each(guides)("what $file takes from files stands there", ({ quotes }) => {
  const missing = quotes.filter(({ file, text }) => !bare(readFileSync(join(root, file), "utf8")).includes(bare(text)));
  expect(missing).toEqual([]);
});
