import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readCorpus } from "./corpus.ts";
import { ConformanceError } from "./error.ts";
import { describeVerdict } from "./report.ts";
import { runCorpus } from "./run-corpus.ts";

const USAGE = "usage: pnpm conformance [file.json ...]";
const OWN_FILES = ["parsing.json", "connection.json"].map((name) =>
  fileURLToPath(new URL(`../data/${name}`, import.meta.url)),
);

try {
  process.exitCode = await run(readArguments());
} catch (error) {
  if (!(error instanceof ConformanceError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

/** Runs the files and answers the exit code. */
async function run(files: readonly string[]): Promise<number> {
  // All are read before any is run: a slip in the last name should not cost a minute.
  const corpora = files.map(readCorpus);
  let passed = 0;
  let failed = 0;
  for (const corpus of corpora) {
    for (const verdict of await runCorpus(corpus)) {
      process.stdout.write(describeVerdict(corpus.path, verdict));
      if (verdict.failures.length === 0) passed += 1;
      else failed += 1;
    }
    const manual = corpus.manual > 0 ? `, ${corpus.manual} manual ones left out` : "";
    process.stdout.write(`${corpus.path}: ${corpus.cases.length} ${corpus.kind} cases${manual}\n`);
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

function readArguments(): readonly string[] {
  try {
    const { positionals } = parseArgs({ allowPositionals: true });
    return positionals.length === 0 ? OWN_FILES : positionals.map(locate);
  } catch (error) {
    throw new ConformanceError("bad_arguments", `${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

/** pnpm runs a script in its package's folder and tells in INIT_CWD where it was called. */
function locate(path: string): string {
  const called = resolve(process.env.INIT_CWD ?? "", path);
  return existsSync(path) || !existsSync(called) ? path : called;
}
