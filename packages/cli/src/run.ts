import { CliError } from "./error.ts";
import { createProgram } from "./program.ts";

/**
 * Runs `tidings` with the words of a command line. What a user can mend is said in one line, and the exit code is 1.
 *
 * @example await run(["serve", "--contract", "contract.ts"]);
 */
export async function run(words: readonly string[]): Promise<void> {
  try {
    await createProgram().parseAsync(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    process.stderr.write(`tidings: ${error.message}\n`);
    process.exitCode = 1;
  }
}
