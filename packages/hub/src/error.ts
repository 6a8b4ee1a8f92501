import type { EventRefusal, EventRefusalCode } from "@tidings/contracts";

/** Why the hub refused. */
export type HubErrorCode =
  | EventRefusalCode
  | "invalid_greeting"
  | "invalid_options"
  | "log_failed"
  | "log_in_use"
  | "draining"
  | "closed";

/** Codes of publications that are refused again however often they are tried. */
const REFUSALS: ReadonlySet<string> = new Set<EventRefusalCode>([
  "unknown_event",
  "invalid_event",
  "event_too_large",
  "invalid_topic",
]);

/**
 * The only error `@tidings/hub` throws. Branch on `code`; the message says what to do and never holds a payload. What the
 * publisher's data or schema, or the event log's database, threw is the `cause`.
 */
export class HubError extends Error {
  readonly code: HubErrorCode;
  /** For `invalid_event` and `invalid_greeting`: what is wrong, one line an issue. */
  readonly issues: readonly string[];

  constructor(code: HubErrorCode, message: string, issues: readonly string[] = [], cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.name = "HubError";
    this.code = code;
    this.issues = issues;
  }
}

/**
 * Whether publishing the same again would fail the same way, because the event is at fault and not the log or the hub.
 * Code that retries failures asks it, so that one such event cannot hold up all others (D14.3).
 */
export function isRefusedPublication(error: unknown): error is HubError & { readonly code: EventRefusalCode } {
  return error instanceof HubError && REFUSALS.has(error.code);
}

/** A refusal of the contract as the hub throws it. */
export function refused({ code, message, issues, cause }: EventRefusal): HubError {
  return new HubError(code, message, issues, cause);
}
