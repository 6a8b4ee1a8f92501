import type { EventRefusalCode } from "@tidings/contracts";

/** Why a notification was refused. */
export type NotifyErrorCode =
  | EventRefusalCode
  | "invalid_audience"
  | "full"
  | "invalid_options"
  | "invalid_filter"
  | "forbidden";

/** The only error `@tidings/notify` throws. Branch on `code`; the message says what to do and never holds a payload. */
export class NotifyError extends Error {
  readonly code: NotifyErrorCode;

  constructor(code: NotifyErrorCode, message: string) {
    super(message);
    this.name = "NotifyError";
    this.code = code;
  }
}
