/** A test that a document names: by its file, from the root of the repository, and by its exact title. */
export interface Proof {
  readonly file: string;
  readonly title: string;
}

/** A line of a document that promises something, and the tests that prove it. */
export interface Promised {
  /** The document's line that it begins at. */
  readonly line: number;
  readonly text: string;
  readonly proofs: readonly Proof[];
}

const PROOF = /^`([^`]+)`: `([^`]+)`$/;

/**
 * Reads the promises of a brief: the items of its section "How each promise is kept". The tests stand below a promise as
 * items of their own, each a file and a title.
 *
 * @throws Error for an item below a promise that is no test in that form, since it would be read by nobody
 */
export function promisesIn(markdown: string): readonly Promised[] {
  const promises: { line: number; text: string; proofs: Proof[] }[] = [];
  for (const { line, depth, text } of itemsIn(markdown, "## How each promise is kept")) {
    if (depth === 0) promises.push({ line, text, proofs: [] });
    else {
      const [, file, title] = PROOF.exec(text) ?? [];
      if (file === undefined || title === undefined) {
        throw new Error(`Line ${line} names no test: write \`path/to/its.test.ts\`: \`its title\`, and not ${text}`);
      }
      promises.at(-1)?.proofs.push({ file, title });
    }
  }
  return promises;
}

/** The items of a section's lists, lines that belong together joined by a space. */
function itemsIn(markdown: string, heading: string) {
  const items: { line: number; depth: number; text: string }[] = [];
  let inSection = false;
  for (const [index, line] of markdown.split("\n").entries()) {
    if (line.startsWith("## ")) inSection = line === heading;
    if (!inSection) continue;
    const [, indent, text] = /^( *)- (.*)$/.exec(line) ?? [];
    const last = items.at(-1);
    if (indent !== undefined && text !== undefined) items.push({ line: index + 1, depth: indent.length, text });
    else if (line.startsWith("  ") && last) last.text += ` ${line.trim()}`;
  }
  return items;
}
