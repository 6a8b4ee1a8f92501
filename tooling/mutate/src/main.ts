import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { type Arguments, readArguments } from "./arguments.ts";
import { type Candidate, chooseCandidates } from "./candidates.ts";
import { MutateError } from "./error.ts";
import { Judge, type Judgement } from "./judge.ts";
import { describeMutant } from "./mutant.ts";
import { addTo, describeScore, emptyTally, type Tally } from "./score.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

const print = (line: string) => process.stdout.write(`${line}\n`);

try {
  process.exitCode = await mutate(readArguments(process.argv.slice(2), Date.now() % 1_000_000));
} catch (error) {
  if (!(error instanceof MutateError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

/** Breaks what was asked for, and answers the exit code: 1 if a mutant lives. */
async function mutate(args: Arguments): Promise<number> {
  const candidates = chooseCandidates(ROOT, args);
  if (candidates.length === 0) throw new MutateError("There is nothing to break there.");
  print(`${candidates.length} mutants, ${args.at ? `${args.at.file}:${args.at.line}` : `seed ${args.seed}`}`);
  const judge = new Judge();
  const tallies = new Map<string, Tally>();
  for (const candidate of candidates) {
    const judgement = await judge.judge(candidate);
    print(describe(candidate, judgement));
    const { folder } = candidate;
    tallies.set(folder, addTo(tallies.get(folder) ?? emptyTally, judgement.verdict));
  }
  print("");
  for (const [folder, tally] of [...tallies].sort()) print(describeScore(relative(ROOT, folder), tally));
  return [...tallies.values()].some((tally) => tally.survived + tally["no test reaches it"] > 0) ? 1 : 0;
}

function describe({ mutant, folder }: Candidate, { verdict, by }: Judgement): string {
  const place = `${relative(ROOT, mutant.file)}:${mutant.line}`;
  const change = describeMutant(readFileSync(mutant.file, "utf8"), mutant);
  const killer = by === undefined ? "" : `  (${relative(folder, by)})`;
  return `${verdict.padEnd(18)}  ${place}  ${change}${killer}`;
}
