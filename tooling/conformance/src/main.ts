import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { readCorpus } from "./corpus.ts";
import { ConformanceError } from "./error.ts";
import { describeVerdict } from "./report.ts";
import { runCorpus } from "./run-corpus.ts";
import type { Verdict } from "./verdict.ts";

const USAGE = "usage: pnpm conformance [file.json ...] | pnpm conformance --fuzz [--seed <whole number>]";
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

/** What was asked for. */
interface Arguments {
  readonly files: readonly string[];
  /** Undefined where nothing is to be tried at random. */
  readonly seed: number | undefined;
}

/** Runs what was asked for and answers the exit code. */
async function run({ files, seed }: Arguments): Promise<number> {
  // Read all files before running any, so that a misspelled last name does not cost a minute.
  const corpora = files.map(readCorpus);
  let passed = 0;
  let failed = 0;
  const count = (where: string, verdict: Verdict) => {
    process.stdout.write(describeVerdict(where, verdict));
    if (verdict.failures.length === 0) passed += 1;
    else failed += 1;
  };
  for (const corpus of corpora) {
    for (const verdict of await runCorpus(corpus)) count(corpus.path, verdict);
    const manual = corpus.manual > 0 ? `, ${corpus.manual} manual ones left out` : "";
    process.stdout.write(`${corpus.path}: ${corpus.cases.length} ${corpus.kind} cases${manual}\n`);
  }
  if (seed !== undefined) {
    // It brings the whole server, which takes longer to load than the corpora to read.
    const { fuzz } = await import("./fuzz/fuzz.ts");
    for await (const verdict of fuzz(seed)) {
      count("fuzz", verdict);
      process.stdout.write(`fuzz: ${verdict.name}\n`);
    }
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed === 0 ? 0 : 1;
}

function readArguments(): Arguments {
  const options = { fuzz: { type: "boolean" }, seed: { type: "string" } } as const;
  try {
    const { positionals, values } = parseArgs({ allowPositionals: true, options });
    const files = positionals.length === 0 && !values.fuzz ? OWN_FILES : positionals.map(locate);
    // A new seed each time: what is found is printed with it.
    const seed = values.fuzz ? readSeed(values.seed ?? String(Date.now() % 2 ** 31)) : undefined;
    return { files, seed };
  } catch (error) {
    throw new ConformanceError("bad_arguments", `${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

function readSeed(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new Error(`--seed must be a whole number, not ${JSON.stringify(text)}`);
  return Number(text);
}

/** pnpm runs a script in its package's folder and tells in INIT_CWD where it was called. */
function locate(path: string): string {
  const called = resolve(process.env.INIT_CWD ?? "", path);
  return existsSync(path) || !existsSync(called) ? path : called;
}
