import { readFileSync } from "node:fs";

const README = readFileSync(new URL("../../../../README.md", import.meta.url), "utf8");

/**
 * The only block of a language under a heading of the README, as it stands there.
 *
 * @example readmeBlock("For a backend team", "ts")
 */
export function readmeBlock(heading: string, language: "sh" | "ts" | "tsx"): string {
  const section = README.split(/^## /m).find((text) => text.startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`the README has no heading "${heading}"`);
  const blocks = [...section.matchAll(/^```(\w+)\n(.*?)^```$/gms)].filter(([, name]) => name === language);
  const [block] = blocks;
  if (block?.[2] === undefined || blocks.length > 1) {
    throw new Error(`"${heading}" of the README has ${blocks.length} blocks of ${language}, and must have one`);
  }
  return block[2];
}
