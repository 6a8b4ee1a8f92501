import { parseArgs } from "node:util";
import { MutateError } from "./error.ts";

const USAGE =
  "usage: pnpm mutate [--seed <whole number>] [--count <whole number>] [--package <folder> ...] [--at <file:line>]";

/** What was asked for. */
export interface Arguments {
  /** The same seed draws the same mutants of the same sources. */
  readonly seed: number;
  readonly count: number;
  /** Workspace folders, from the repository's root. Empty: all packages and the server. */
  readonly packages: readonly string[];
  /** Every mutant of one line instead of a draw: `packages/hub/src/connection/queue.ts:44`. */
  readonly at: { readonly file: string; readonly line: number } | undefined;
}

/** @throws MutateError in words for whoever typed it */
export function readArguments(args: readonly string[], seedOfToday: number): Arguments {
  const values = parse(args);
  return {
    seed: values.seed === undefined ? seedOfToday : wholeNumber("--seed", values.seed),
    count: wholeNumber("--count", values.count ?? "50"),
    packages: values.package ?? [],
    at: values.at === undefined ? undefined : place(values.at),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        seed: { type: "string" },
        count: { type: "string" },
        package: { type: "string", multiple: true },
        at: { type: "string" },
      },
    }).values;
  } catch (error) {
    throw new MutateError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new MutateError(`${name} takes a whole number, not "${text}"\n${USAGE}`);
}

function place(text: string): { file: string; line: number } {
  const [, file, line] = /^(.+):(\d+)$/.exec(text) ?? [];
  if (file === undefined) throw new MutateError(`--at takes a file and a line, not "${text}"\n${USAGE}`);
  return { file, line: Number(line) };
}
