import { globSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Arguments } from "./arguments.ts";
import { findMutants } from "./find-mutants.ts";
import type { Mutant } from "./mutant.ts";
import { readPackage } from "./package-sources.ts";
import { draw } from "./random.ts";
import { relatedTests } from "./related-tests.ts";

/** A mutant, its package, and the package's tests that reach it, nearest first. */
export interface Candidate {
  readonly folder: string;
  readonly mutant: Mutant;
  readonly tests: readonly string[];
}

/** The mutants that were asked for: drawn by the seed, or all of one line. */
export function chooseCandidates(root: string, { seed, count, packages, at }: Arguments): Candidate[] {
  const names = packages.length > 0 ? packages : globSync(["packages/*", "apps/server"], { cwd: root });
  const all = names.toSorted().flatMap((name) => {
    const folder = join(root, name);
    const { sources, tests } = readPackage(folder);
    return sources.flatMap((source) => findMutants(source).map((mutant) => ({ folder, mutant, tests })));
  });
  const file = at && resolve(root, at.file);
  const chosen = at
    ? all.filter(({ mutant }) => mutant.file === file && mutant.line === at.line)
    : draw(all, count, seed);
  return chosen.map(({ folder, mutant, tests }) => ({
    folder,
    mutant,
    tests: relatedTests(folder, tests, mutant.file),
  }));
}
