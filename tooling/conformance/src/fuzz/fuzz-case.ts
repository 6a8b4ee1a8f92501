import type { Verdict } from "../verdict.ts";

/** How long and from where to try at random. */
export interface FuzzOptions {
  /** Random inputs; each case says what one is. */
  readonly runs: number;
  /** The same seed tries the same inputs. */
  readonly seed: number;
}

/** Something that must hold for any input. */
export interface FuzzCase {
  readonly name: string;
  /** Rejects or throws at the first input for which it does not hold. */
  run(options: FuzzOptions): Promise<void> | void;
}

/** Runs a case. Its failure names the seed that reproduces it. */
export async function runFuzzCase({ name, run }: FuzzCase, options: FuzzOptions): Promise<Verdict> {
  const title = `${name} (${options.runs} runs, seed ${options.seed})`;
  try {
    await run(options);
    return { name: title, failures: [] };
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    return { name: title, failures: [{ what, expected: undefined, got: undefined }] };
  }
}
