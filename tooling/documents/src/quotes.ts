/** A block that a document takes from a file of this repository. */
export interface Quote {
  /** The file's path from the root. */
  readonly file: string;
  /** The line of the document that the block's first line is. */
  readonly line: number;
  readonly text: string;
}

const QUOTED = /^```\w+ (\S+)\n([\s\S]*?)^```$/gm;

/** Finds the blocks that name a file after their language, as in "```ts examples/hono/src/server.ts". */
export function quotesOf(markdown: string): readonly Quote[] {
  return [...markdown.matchAll(QUOTED)].map((match) => ({
    file: match[1] ?? "",
    line: markdown.slice(0, match.index).split("\n").length + 1,
    text: match[2] ?? "",
  }));
}
