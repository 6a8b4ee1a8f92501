import * as z from "zod";
import { connectionCase } from "./connection/connection-case.ts";
import { runConnectionCase } from "./connection/run-connection-case.ts";
import type { Corpus } from "./corpus.ts";
import { parsingCase } from "./parsing/parsing-case.ts";
import { runParsingCase } from "./parsing/run-parsing-case.ts";
import type { Verdict } from "./verdict.ts";

/** How many cases run at the same time: nearly all of them wait. More would disturb the times that they measure. */
const AT_ONCE = 32;

/** Runs every case of a file and answers the verdicts in the file's order. */
export async function runCorpus({ kind, cases }: Corpus): Promise<readonly Verdict[]> {
  const verdicts: Verdict[] = [];
  const entries = [...cases.entries()];
  // Last, when the code has run once and few others run: a case that only the machine delays has not failed.
  for (const group of [entries.filter(([, one]) => !isTimed(one)), entries.filter(([, one]) => isTimed(one))]) {
    const queue = group.values();
    const work = async () => {
      for (const [index, one] of queue) verdicts[index] = await runCase(kind, one, index);
    };
    await Promise.all(Array.from({ length: kind === "parsing" ? 1 : AT_ONCE }, work));
  }
  return verdicts;
}

/** Whether a case expects something within a time. */
function isTimed(one: unknown): boolean {
  if (typeof one !== "object" || one === null || !("expect" in one)) return false;
  return Object.keys(Object(one.expect)).some((name) => name.endsWith("WithinMs"));
}

/** A case that is malformed, or breaks the runner, has failed; the others are still worth running. */
async function runCase(kind: Corpus["kind"], one: unknown, index: number): Promise<Verdict> {
  try {
    return kind === "parsing"
      ? runParsingCase(parsingCase.parse(one))
      : await runConnectionCase(connectionCase.parse(one));
  } catch (error) {
    const why = error instanceof z.ZodError ? `the case is malformed: ${z.prettifyError(error)}` : String(error);
    return { name: nameOf(one) ?? `case ${index + 1}`, failures: [{ what: why, expected: undefined, got: undefined }] };
  }
}

function nameOf(one: unknown): string | undefined {
  return typeof one === "object" && one !== null && "name" in one ? String(one.name) : undefined;
}
