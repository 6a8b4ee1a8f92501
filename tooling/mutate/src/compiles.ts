import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { applyMutant, type Mutant } from "./mutant.ts";

const TSC = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");

/** Whether a mutant compiles. The compiler checks a copy of the package, which is beside it so that imports resolve. */
export function compiles(folder: string, mutant: Mutant): boolean {
  const copy = join(folder, ".mutant");
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  try {
    cpSync(join(folder, "src"), join(copy, "src"), { recursive: true });
    writeFileSync(join(copy, relative(folder, mutant.file)), applyMutant(readFileSync(mutant.file, "utf8"), mutant));
    writeFileSync(join(copy, "tsconfig.json"), JSON.stringify({ extends: "../tsconfig.json", include: ["src"] }));
    execFileSync(process.execPath, [TSC, "-p", copy], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}
