import { parseArgs } from "node:util";
import { type Outcome, simulate } from "./simulate.ts";

// pnpm --filter @tidings/simulation simulate --seeds 2000 [--from 1] | --seed 7

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "200" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
  },
});
// Of a long story somebody may want only the head.
process.stdout.on("error", () => process.exit());
const print = (line: string) => process.stdout.write(`${line}\n`);

async function tell(seed: number): Promise<boolean> {
  const { violations } = await simulate(seed, print);
  print(
    violations.length === 0 ? `seed ${seed} keeps every rule` : `seed ${seed} broke:\n  ${violations.join("\n  ")}`,
  );
  return violations.length === 0;
}

async function runMany(from: number, count: number): Promise<boolean> {
  const figures = new Map<string, number>();
  const failed: Outcome[] = [];
  const began = performance.now();
  for (let seed = from; seed < from + count; seed += 1) {
    const outcome = await simulate(seed);
    for (const [what, times] of outcome.figures) figures.set(what, (figures.get(what) ?? 0) + times);
    if (outcome.violations.length === 0) continue;
    failed.push(outcome);
    print(`seed ${seed} (${outcome.plan.deployment}): ${outcome.violations[0]}`);
  }
  for (const [what, times] of [...figures].sort()) print(`${String(times).padStart(10)} ${what}`);
  const seconds = ((performance.now() - began) / 1_000).toFixed(1);
  print(
    `${count} seeds in ${seconds} s: ${failed.length} failed${failed.length === 0 ? "" : `: ${failed.map(({ seed }) => seed).join(", ")}`}`,
  );
  return failed.length === 0;
}

const ok =
  values.seed === undefined
    ? await runMany(Number(values.from), Number(values.seeds))
    : await tell(Number(values.seed));
process.exitCode = ok ? 0 : 1;
