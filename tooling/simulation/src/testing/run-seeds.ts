import { expect } from "vitest";
import { simulate } from "../simulate.ts";
import { simulatedTest } from "./simulated-test.ts";

/** How many seeds a test runs: less than a second on a quiet machine, so that a busy one is far from the time-out. */
const AT_A_TIME = 25;

/** Tests that seeds keep every rule, from one to another, both included. */
export function testSeeds(first: number, last: number): void {
  for (let from = first; from <= last; from += AT_A_TIME) {
    const through = Math.min(last, from + AT_A_TIME - 1);
    simulatedTest(
      `D1 to D12, C1 to C13: seeds ${from} to ${through} lose nothing, double nothing and leave nothing behind`,
      async (signal) => {
        for (let seed = from; seed <= through && !signal.aborted; seed += 1) await expectToKeepEveryRule(seed);
      },
    );
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
