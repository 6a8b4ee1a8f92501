import type { Candidate } from "./candidates.ts";
import { compiles } from "./compiles.ts";
import { MutateError } from "./error.ts";
import type { Verdict } from "./mutant.ts";
import { runTests } from "./run-tests.ts";

/** Milliseconds that a mutant's tests may take: so long, and so many times as long as without it. */
const AT_LEAST_MS = 60_000;
const TIMES = 5;
/** Milliseconds for the tests of a package on the sources as they are. */
const UNBROKEN_MS = 1_200_000;

/** A verdict, and the test file that killed the mutant. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly by?: string | undefined;
}

/** Runs the tests of mutants and says what became of each. */
export class Judge {
  readonly #durations = new Map<string, number>();

  /** @throws MutateError when the tests fail without the mutant */
  async judge({ folder, mutant, tests }: Candidate): Promise<Judgement> {
    if (tests.length === 0) return { verdict: "no test reaches it" };
    const withinMs = AT_LEAST_MS + TIMES * (await this.#durationOf(tests));
    const outcome = await runTests({ mutant, tests }, withinMs);
    if (outcome === "timeout") return { verdict: "timeout" };
    if (!outcome.passed) return { verdict: "killed", by: outcome.by };
    return { verdict: compiles(folder, mutant) ? "survived" : "does not compile" };
  }

  /**
   * Measures the tests on the unchanged sources, in milliseconds. Tests that fail there would prove nothing about a
   * mutant.
   */
  async #durationOf(tests: readonly string[]): Promise<number> {
    const key = tests.toSorted().join();
    const known = this.#durations.get(key);
    if (known !== undefined) return known;
    let began = performance.now();
    let outcome = await runTests({ mutant: undefined, tests }, UNBROKEN_MS);
    if (outcome !== "timeout" && !outcome.passed) {
      // A busy machine; twice is no accident.
      began = performance.now();
      outcome = await runTests({ mutant: undefined, tests }, UNBROKEN_MS);
    }
    if (outcome === "timeout") throw new MutateError("The tests do not end on the sources as they are.");
    if (!outcome.passed) {
      throw new MutateError(`A test fails on the sources as they are: ${outcome.by}\n${outcome.why}`);
    }
    const duration = performance.now() - began;
    this.#durations.set(key, duration);
    return duration;
  }
}
