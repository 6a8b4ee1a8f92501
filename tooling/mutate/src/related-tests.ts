import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { parseSync } from "vite";

/**
 * The tests of a package that reach a source file by imports, nearest first: the test beside it finds most mistakes, and
 * soonest. Imports are followed by relative paths and by the package's own name; what leaves the package does not come
 * back to it, since arrows run downward.
 */
export function relatedTests(folder: string, tests: readonly string[], source: string): string[] {
  const distances = tests.map((test) => [test, distanceTo(folder, test, source)] as const);
  return distances
    .filter(([, distance]) => Number.isFinite(distance))
    .sort(([a, near], [b, far]) => near - far || a.localeCompare(b))
    .map(([test]) => test);
}

function distanceTo(folder: string, from: string, to: string): number {
  const seen = new Set([from]);
  let front = [from];
  for (let distance = 0; front.length > 0; distance += 1) {
    if (front.includes(to)) return distance;
    front = front.flatMap((file) => importsOf(folder, file)).filter((file) => !seen.has(file) && seen.add(file));
  }
  return Number.POSITIVE_INFINITY;
}

const known = new Map<string, readonly string[]>();

function importsOf(folder: string, file: string): readonly string[] {
  const found = known.get(file) ?? readImports(folder, file);
  known.set(file, found);
  return found;
}

function readImports(folder: string, file: string): string[] {
  const { module } = parseSync(file, readFileSync(file, "utf8"));
  const names = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value ?? "")),
  ];
  return names.map((name) => resolveImport(folder, file, name)).filter((path) => path !== undefined);
}

function resolveImport(folder: string, file: string, name: string): string | undefined {
  if (name.startsWith(".")) {
    const path = resolve(dirname(file), name);
    return existsSync(path) ? path : undefined;
  }
  const { name: own, exports } = readManifest(folder);
  const target = name === own || name.startsWith(`${own}/`) ? exports[`.${name.slice(own.length)}`] : undefined;
  return target === undefined ? undefined : join(folder, target);
}

function readManifest(folder: string): { name: string; exports: Readonly<Record<string, string | undefined>> } {
  const { name = "", exports = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return { name, exports };
}
