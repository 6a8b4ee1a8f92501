/** A piece of TypeScript that a document shows. */
export interface CodeBlock {
  /** `ts` or `tsx`. */
  readonly language: "ts" | "tsx";
  /** The line of the document that its first line is. */
  readonly line: number;
  readonly code: string;
  /** The file that it says it is, in a comment of its first line: `// src/App.tsx`. Undefined where it says none. */
  readonly file: string | undefined;
}

const FENCED = /^```(tsx?)\n([\s\S]*?)^```$/gm;
const NAMED = /^\/\/ (\S+\.tsx?)\n/;

/** Finds the TypeScript in Markdown, in the order in which it is read. */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  return [...markdown.matchAll(FENCED)].map((match) => ({
    language: match[1] === "tsx" ? "tsx" : "ts",
    line: markdown.slice(0, match.index).split("\n").length + 1,
    code: match[2] ?? "",
    file: NAMED.exec(match[2] ?? "")?.[1],
  }));
}
