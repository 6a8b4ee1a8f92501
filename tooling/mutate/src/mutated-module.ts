import { readFileSync } from "node:fs";
import type { Plugin } from "vite";
import { applyMutant, type Mutant } from "./mutant.ts";

declare global {
  /** Global because Vite bundles the configuration that has the plugin, and with it a second copy of this module. */
  var tidingsMutant: Mutant | undefined;
}

/** Chooses the mutant that is loaded from now on; undefined is the source as it is. */
export function chooseMutant(mutant: Mutant | undefined): void {
  globalThis.tidingsMutant = mutant;
}

/** Has Vite load the mutant in place of its file. Nothing is written to the disk, so nothing has to be put back. */
export const mutatedModule: Plugin = {
  name: "tidings:mutated-module",
  enforce: "pre",
  load(id) {
    const mutant = globalThis.tidingsMutant;
    return id === mutant?.file ? applyMutant(readFileSync(id, "utf8"), mutant) : null;
  },
};
