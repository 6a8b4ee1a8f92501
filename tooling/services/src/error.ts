/** What can go wrong with a service. */
export type ServicesErrorCode =
  /** A program is not on this machine. */
  | "missing_tool"
  /** A process ended, or stayed silent, before it was ready. */
  | "not_started";

/** Thrown by everything here; `message` says what to do next. */
export class ServicesError extends Error {
  override readonly name = "ServicesError";
  readonly code: ServicesErrorCode;

  constructor(code: ServicesErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
