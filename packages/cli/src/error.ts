/** Why a command cannot do what it was asked. */
export type CliErrorCode = "invalid_option" | "invalid_contract" | "cannot_start" | "not_found" | "database_failed";

/** The only error that commands throw: its message is what the person at the terminal reads, and says what to do. */
export class CliError extends Error {
  readonly code: CliErrorCode;

  constructor(code: CliErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = "CliError";
    this.code = code;
  }
}

/** The message of an unknown thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of one of Node's errors; undefined if there is none. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}
