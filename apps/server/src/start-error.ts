/** Why the server does not start. */
export type StartErrorCode =
  | "invalid_config"
  | "data_dir_unusable"
  | "data_dir_in_use"
  | "database_unusable"
  | "address_unusable";

/**
 * The server cannot start. The message is written for the operator: one line that says what to change, without secrets.
 *
 * @example throw new StartError("invalid_config", ["PORT must be a whole number from 0 to 65535"]);
 */
export class StartError extends Error {
  readonly code: StartErrorCode;
  /** One line each, in the order in which they should be read. */
  readonly lines: readonly string[];

  constructor(code: StartErrorCode, lines: readonly string[], options: { readonly cause?: unknown } = {}) {
    super(lines.join("; "), options.cause === undefined ? {} : { cause: options.cause });
    this.name = "StartError";
    this.code = code;
    this.lines = lines;
  }
}
