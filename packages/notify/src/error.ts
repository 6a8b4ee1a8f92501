/** Why a notification was refused. */
export type NotifyErrorCode = "unknown_event" | "invalid_event" | "event_too_large" | "full" | "not_initialized";

/** The only error `@tidings/notify` throws. Branch on `code`; the message says what to do and never holds a payload. */
export class NotifyError extends Error {
  readonly code: NotifyErrorCode;

  constructor(code: NotifyErrorCode, message: string) {
    super(message);
    this.name = "NotifyError";
    this.code = code;
  }
}
