import { fileURLToPath } from "node:url";
import { createVitest, type Reporter, type TestModule } from "vitest/node";
import { chooseMutant } from "./mutated-module.ts";
import type { Order, Outcome } from "./run-tests.ts";

// The process of one mutant. vitest can run tests again and again, but keeps copies of modules that nothing invalidates.

// If the run is aborted, its tests must not go on. This process leads the group of all processes that it started, so it
// kills the group.
process.once("disconnect", () => process.kill(-process.pid, "SIGKILL"));

process.once("message", async (order: Order) => {
  process.send?.(await run(order));
});

async function run({ mutant, tests }: Order): Promise<Outcome> {
  chooseMutant(mutant);
  const config = fileURLToPath(new URL("./vitest.mutant.config.ts", import.meta.url));
  let interrupted = false;
  const reporter: Reporter = {
    onTestRunEnd(_modules, _errors, reason) {
      interrupted = reason === "interrupted";
    },
  };
  const vitest = await createVitest("test", { config, run: true, watch: false, reporters: [reporter] });
  // Only what was found is known by its path.
  await vitest.globTestSpecifications();
  const specifications = tests.flatMap((test) => vitest.getModuleSpecifications(test));
  if (specifications.length < tests.length) throw new Error(`vitest knows only some of ${tests.join(", ")}`);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  const failed = testModules.filter((module) => !module.ok());
  return {
    // Only a failed test interrupts a run. Its worker is then ended, on a busy machine before it has told its failure.
    passed: failed.length === 0 && unhandledErrors.length === 0 && !interrupted,
    by: failed[0]?.moduleId,
    why: [...unhandledErrors.map(wordsOf), ...failed.flatMap(errorsOf)][0],
  };
}

/** Errors cross processes as bare objects. */
function wordsOf(error: unknown): string {
  return typeof error === "object" && error !== null && "message" in error ? String(error.message) : typeof error;
}

/** What went wrong in a file: of its own, or of its tests. */
function errorsOf(module: TestModule): string[] {
  const own = module.errors().map(({ message }) => message);
  const failed = [...module.children.allTests("failed")];
  return [...own, ...failed.map((test) => `${test.fullName}: ${test.result().errors?.[0]?.message}`)];
}
