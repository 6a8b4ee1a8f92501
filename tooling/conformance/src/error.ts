/** Why a run could not begin. */
export type ConformanceErrorCode =
  /** A file that is not there, or is not JSON. */
  | "unreadable_file"
  /** JSON that is neither a parsing nor a connection file. */
  | "unknown_format"
  /** Arguments that make no sense. */
  | "bad_arguments";

/** The only error `@tidings/conformance` throws. Branch on `code`; the message is one line for people. */
export class ConformanceError extends Error {
  readonly code: ConformanceErrorCode;

  constructor(code: ConformanceErrorCode, message: string) {
    super(message);
    this.name = "ConformanceError";
    this.code = code;
  }
}
