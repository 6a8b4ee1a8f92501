import { readFileSync } from "node:fs";

/**
 * The blocks of a guide in one language, in order, as they stand there.
 *
 * @example const [install] = guideBlocks("tidings-serve", "sh")
 */
export function guideBlocks(name: string, language: "sh" | "ts" | "js"): readonly string[] {
  const text = readFileSync(new URL(`../../../../docs/guide/${name}.md`, import.meta.url), "utf8");
  const blocks = [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].filter(([, found]) => found === language);
  return blocks.map(([, , code = ""]) => code);
}
