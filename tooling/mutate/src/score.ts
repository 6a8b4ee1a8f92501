import type { Verdict } from "./mutant.ts";

/** How many mutants of a package ended how. */
export type Tally = Readonly<Record<Verdict, number>>;

export const emptyTally: Tally = {
  killed: 0,
  timeout: 0,
  survived: 0,
  "does not compile": 0,
  "no test reaches it": 0,
};

/** One more mutant that ended so. */
export function addTo(tally: Tally, verdict: Verdict): Tally {
  return { ...tally, [verdict]: tally[verdict] + 1 };
}

/** A package's line: its score is what its own tests noticed, of all that compiles. */
export function describeScore(name: string, tally: Tally): string {
  const noticed = tally.killed + tally.timeout;
  const all = noticed + tally.survived + tally["no test reaches it"];
  const score = all === 0 ? "nothing drawn" : `${((100 * noticed) / all).toFixed(1)} %`;
  const parts = Object.entries(tally)
    .filter(([, number]) => number > 0)
    .map(([verdict, number]) => `${number} ${verdict}`);
  return `${name.padEnd(24)} ${score.padStart(13)}  ${parts.join(", ")}`;
}
