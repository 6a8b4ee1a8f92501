import { expect, it } from "vitest";
import { codeBlocks } from "./code-blocks.ts";

it("finds TypeScript, with the line that it begins at, and nothing else", () => {
  const markdown = "# A\n\n```sh\nnpm install\n```\n\n```ts\nlet a;\n\nlet b;\n```\n\n```tsx\n<p />;\n```\n";
  expect(codeBlocks(markdown)).toEqual([
    { language: "ts", line: 8, code: "let a;\n\nlet b;\n" },
    { language: "tsx", line: 14, code: "<p />;\n" },
  ]);
});
