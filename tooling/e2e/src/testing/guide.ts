import { readFileSync } from "node:fs";

type Language = "sh" | "ts" | "tsx" | "js";

/**
 * The blocks of a guide in one language, in order, as they stand there.
 *
 * @example const [install] = guideBlocks("tidings-serve", "sh")
 */
export function guideBlocks(name: string, language: Language): readonly string[] {
  return blocksOf(name)
    .filter((block) => block.language === language)
    .map(({ code }) => code);
}

/** The files of a guide by their names, which stand in a comment of their first line: `// src/App.tsx`. */
export function guideFiles(name: string): ReadonlyMap<string, string> {
  const named = blocksOf(name).map(({ code }) => [/^\/\/ (\S+\.tsx?)\n/.exec(code)?.[1] ?? "", code] as const);
  return new Map(named.filter(([file]) => file !== ""));
}

function blocksOf(name: string) {
  const text = readFileSync(new URL(`../../../../docs/guide/${name}.md`, import.meta.url), "utf8");
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(([, language, code = ""]) => ({ language, code }));
}
