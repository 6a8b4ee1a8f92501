import { it, type TestOptions } from "vitest";

/**
 * A test that simulates many worlds, one after another.
 *
 * vitest goes on to the next test of the process when one has timed out, but cannot stop it. A simulation replaces the
 * clock and chance of the whole process, so one that runs on would break its neighbours. Therefore `run` begins no other
 * world once the signal is aborted, and the next test waits for the world under way. What that one finds is reported
 * beside the time-out.
 *
 * @example
 * simulatedTest("seeds 1 to 25 keep every rule", async (signal) => {
 *   for (let seed = 1; seed <= 25 && !signal.aborted; seed += 1) await expectToKeepEveryRule(seed);
 * });
 */
export function simulatedTest(
  title: string,
  run: (signal: AbortSignal) => Promise<void>,
  options: TestOptions = {},
): void {
  it(title, options, async ({ signal, onTestFinished }) => {
    const underWay = run(signal);
    onTestFinished(async () => {
      if (signal.aborted) await underWay;
    });
    await underWay;
  });
}
