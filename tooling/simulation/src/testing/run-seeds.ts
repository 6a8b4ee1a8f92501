import { expect, it } from "vitest";
import { simulate } from "../simulate.ts";

/** How many seeds a test runs: few enough to know soon where it broke. */
const AT_A_TIME = 100;

/** Tests that seeds keep every rule, from one to another, both included. */
export function testSeeds(first: number, last: number): void {
  for (let from = first; from <= last; from += AT_A_TIME) {
    const through = Math.min(last, from + AT_A_TIME - 1);
    it(`D1 to D12, C1 to C13: seeds ${from} to ${through} lose nothing, double nothing and leave nothing behind`, async () => {
      for (let seed = from; seed <= through; seed += 1) await expectToKeepEveryRule(seed);
    });
  }
}

/** Runs a seed, and once more for its story if it broke a rule. */
export async function expectToKeepEveryRule(seed: number): Promise<void> {
  const { violations } = await simulate(seed);
  if (violations.length === 0) return;
  const story: string[] = [];
  await simulate(seed, (line) => story.push(line));
  expect.fail(
    [
      `seed ${seed} broke:`,
      ...violations.map((violation) => `  ${violation}`),
      `the end of its story (all of it: pnpm --filter @tidings/simulation simulate --seed ${seed}):`,
      ...story.slice(-60),
    ].join("\n"),
  );
}
