import { expect, it } from "vitest";
import { codeBlocks } from "./code-blocks.ts";

it("finds TypeScript, with the line that it begins at, and nothing else", () => {
  const markdown = "# A\n\n```sh\nnpm install\n```\n\n```ts\nlet a;\n\nlet b;\n```\n\n```tsx\n<p />;\n```\n";
  expect(codeBlocks(markdown)).toEqual([
    { language: "ts", line: 8, code: "let a;\n\nlet b;\n", file: undefined },
    { language: "tsx", line: 14, code: "<p />;\n", file: undefined },
  ]);
});

it("knows which file a block says that it is", () => {
  const files = codeBlocks("```ts\n// src/a.ts\nlet a;\n```\n\n```ts\n// not a file\n```\n").map(({ file }) => file);
  expect(files).toEqual(["src/a.ts", undefined]);
});
