/**
 * A request that is refused in words. What a route throws is answered by {@link answerErrors} with its status and lines,
 * which are written for the caller and never hold secrets.
 *
 * @example throw new Refusal("not_found", 404, ["Order not found"]);
 */
export class Refusal extends Error {
  /** A word to branch on and to count by. */
  readonly code: string;
  readonly status: number;
  /** One line each, in the order that they should be read. */
  readonly lines: readonly string[];
  /** Seconds after which trying again makes sense; undefined where it does not. */
  readonly retryAfter: number | undefined;

  constructor(
    code: string,
    status: number,
    lines: readonly string[],
    options: { readonly retryAfter?: number; readonly cause?: unknown } = {},
  ) {
    super(lines.join("; "), options.cause === undefined ? {} : { cause: options.cause });
    this.name = "Refusal";
    this.code = code;
    this.status = status;
    this.lines = lines;
    this.retryAfter = options.retryAfter;
  }
}
