import { readFileSync } from "node:fs";
import * as z from "zod";
import { ConformanceError } from "./error.ts";

/** A conformance file: which of the two formats it has, and its cases as they stand there. */
export interface Corpus {
  readonly path: string;
  readonly kind: "parsing" | "connection";
  readonly cases: readonly unknown[];
  /** Cases that need a person or a real browser; only counted here. */
  readonly manual: number;
}

const file = z.object({ cases: z.array(z.looseObject({})).min(1), manual: z.array(z.unknown()).default([]) });

/**
 * Reads a conformance file. Only the content of its cases decides which format it has: bytes in `chunks`, or a scripted
 * `server`.
 *
 * @throws ConformanceError `unreadable_file` or `unknown_format`
 */
export function readCorpus(path: string): Corpus {
  const parsed = file.safeParse(readJson(path));
  if (!parsed.success) {
    throw new ConformanceError("unknown_format", `${path} is no conformance file: it has no list of "cases"`);
  }
  const { cases, manual } = parsed.data;
  const kinds = new Set(cases.map((one) => ("chunks" in one ? "parsing" : "server" in one ? "connection" : "unknown")));
  const [kind] = kinds;
  if (kind === undefined || kind === "unknown" || kinds.size > 1) {
    const want = 'every case must have "chunks" (a parsing file), or every case "server" (a connection file)';
    throw new ConformanceError("unknown_format", `${path} is of no known format: ${want}`);
  }
  return { path, kind, cases, manual: manual.length };
}

function readJson(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown error";
    throw new ConformanceError("unreadable_file", `${path} cannot be read (${code})`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new ConformanceError("unreadable_file", `${path} is not JSON`);
  }
}
