import { inspect } from "node:util";
import type { Failure, Verdict } from "./verdict.ts";

/** Longer values are cut: a thousand equal events tell no more than the first few. */
const SHOWN_CHARACTERS = 2_000;

/** A failed case as people read it; the empty text for one that passed. */
export function describeVerdict(path: string, { name, failures }: Verdict): string {
  if (failures.length === 0) return "";
  return [`FAIL ${path}: ${name}`, ...failures.flatMap(describeFailure), ""].join("\n");
}

function describeFailure({ what, expected, got }: Failure): readonly string[] {
  if (expected === undefined && got === undefined) return [`  ${what}`];
  return [`  ${what}`, `    expected ${show(expected)}`, `    got      ${show(got)}`];
}

function show(value: unknown): string {
  const text = inspect(value, { depth: 5, breakLength: Number.POSITIVE_INFINITY, maxArrayLength: 50 });
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}...` : text;
}
