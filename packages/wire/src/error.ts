/** What was wrong: a field that would forge another line, an event longer than the reader accepts, or an option. */
export type WireErrorCode =
  | "invalid_event_name"
  | "invalid_id"
  | "invalid_retry"
  | "event_too_long"
  | "invalid_options";

/** The only error `@tidings/wire` throws. Branch on `code`; the message is for people. */
export class WireError extends Error {
  readonly code: WireErrorCode;

  constructor(code: WireErrorCode, message: string) {
    super(message);
    this.name = "WireError";
    this.code = code;
  }
}
