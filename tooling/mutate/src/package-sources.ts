import { globSync } from "node:fs";
import { join } from "node:path";

/** The files of a workspace folder that its tests are about, and the tests. Absolute paths, sorted. */
export function readPackage(folder: string): { readonly sources: string[]; readonly tests: string[] } {
  const files = globSync("src/**/*.{ts,tsx}", { cwd: folder })
    .map((file) => join(folder, file))
    .sort();
  return {
    sources: files.filter((file) => !isBesideThePoint(file)),
    tests: files.filter((file) => /\.test\.tsx?$/.test(file)),
  };
}

/** Tests, what they are made of, samples, and lists of exports, which the compiler checks. */
function isBesideThePoint(file: string): boolean {
  return /\.(test|test-d|stories|d)\.tsx?$|\/(index|([\w-]+-)?samples)\.ts$|\/testing\//.test(file);
}
