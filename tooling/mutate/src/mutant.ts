/** One place of one source file, written differently. */
export interface Mutant {
  /** Absolute path of the source file. */
  readonly file: string;
  readonly line: number;
  /** Offsets into the file's text: what `replacement` stands in for. */
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** What became of a mutant. */
export type Verdict =
  /** A test failed: the change was noticed. */
  | "killed"
  /** The tests did not end in time, as with an endless loop: noticed too, but look at it. */
  | "timeout"
  /** All tests passed. */
  | "survived"
  /** All tests passed, but the compiler refuses it. */
  | "does not compile"
  /** None of the package's own tests imports it, near or far. */
  | "no test reaches it";

/** The file's text with the mutant in it. */
export function applyMutant(source: string, { start, end, replacement }: Mutant): string {
  return source.slice(0, start) + replacement + source.slice(end);
}

/** The change on one line: `older >= 0` -> `true`. */
export function describeMutant(source: string, { start, end, replacement }: Mutant): string {
  return `${oneLine(source.slice(start, end))} -> ${oneLine(replacement)}`;
}

function oneLine(text: string): string {
  const short = text.replace(/\s+/g, " ").trim();
  if (short === "") return "(nothing)";
  return short.length > 60 ? `${short.slice(0, 57)}...` : short;
}
