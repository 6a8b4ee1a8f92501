/** Why the hub refused. */
export type HubErrorCode =
  | "unknown_event"
  | "invalid_event"
  | "event_too_large"
  | "invalid_greeting"
  | "draining"
  | "closed";

/** The only error `@tidings/hub` throws. Branch on `code`; the message says what to do and never holds a payload. */
export class HubError extends Error {
  readonly code: HubErrorCode;
  /** For `invalid_event` and `invalid_greeting`: what is wrong, one line an issue. */
  readonly issues: readonly string[];

  constructor(code: HubErrorCode, message: string, issues: readonly string[] = []) {
    super(message);
    this.name = "HubError";
    this.code = code;
    this.issues = issues;
  }
}
