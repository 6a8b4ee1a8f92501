import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./run.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));

/** Paths of packed packages by their names, as npm would download them. */
export type Tarballs = ReadonlyMap<string, string>;

/** Packs every package of this repository into a directory. They must be built. */
export async function packAll(directory: string): Promise<Tarballs> {
  const { packageManager } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
  const pack = ["--filter", "./packages/*", "--recursive", "pack", "--pack-destination", directory];
  await run("npx", ["--yes", packageManager, ...pack], ROOT);
  // tidings-react-sse-0.1.0.tgz
  const named = readdirSync(directory).map(
    (file) => [file.replace(/^tidings-(.*)-\d.*$/, "@tidings/$1"), join(directory, file)] as const,
  );
  return new Map(named);
}

/**
 * Packages of this repository by their names, and those that they need: npm has none of them yet, so each has to be
 * named.
 */
export function withThoseNeeded(names: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const add = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    const manifest = readFileSync(join(ROOT, name.replace("@tidings", "packages"), "package.json"), "utf8");
    const { dependencies = {} }: { dependencies?: Readonly<Record<string, string>> } = JSON.parse(manifest);
    for (const dependency of Object.keys(dependencies)) if (dependency.startsWith("@tidings/")) add(dependency);
  };
  for (const name of names) add(name);
  return [...found];
}
