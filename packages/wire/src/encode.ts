import { WireError } from "./error.ts";

/** The largest `retry` that every client's timer can hold, in milliseconds (W5). */
export const MAX_RETRY_MS = 2 ** 31 - 1;

/** One event block. Every part is optional, but a block without `data` dispatches nothing (WHATWG 9.2.6). */
export interface WireEvent {
  /** Event name; absent means `message`. No CR, LF or NUL. */
  readonly event?: string | undefined;
  /** Position to resume from; `""` resets it. No CR, LF or NUL. */
  readonly id?: string | undefined;
  /** Payload. Every line break in it, a lone CR too, starts a new `data` line and arrives as LF (W3). */
  readonly data?: string | undefined;
  /** Reconnection time in milliseconds: a whole number from 0 to {@link MAX_RETRY_MS}. */
  readonly retry?: number | undefined;
}

// A line break in a name or id would begin a field of the sender's choosing; NUL makes clients drop the id.
const FORBIDDEN = /[\r\n\0]/;
const LINE_BREAK = /\r\n|\r|\n/g;

/**
 * One event as text, ending in its blank line. The inverse of {@link createDecoder}.
 *
 * @throws WireError `invalid_event_name`, `invalid_id` or `invalid_retry`
 * @example encodeEvent({ event: "order_status_update", id: "k3:42", data: '{"order_code":"ORD-A7X3B2"}' })
 * @see WHATWG 9.2.5, docs/spec/wire.md W1, W2.1, W3 to W6
 */
export function encodeEvent(event: WireEvent): string {
  let block = "";
  if (event.event !== undefined) {
    block += `event: ${refuseBreaks(event.event, "invalid_event_name", "event name")}\n`;
  }
  if (event.id !== undefined) {
    block += `id: ${refuseBreaks(event.id, "invalid_id", "id")}\n`;
  }
  if (event.retry !== undefined) {
    if (!Number.isInteger(event.retry) || event.retry < 0 || event.retry > MAX_RETRY_MS) {
      throw new WireError(
        "invalid_retry",
        `retry must be a whole number of milliseconds from 0 to ${MAX_RETRY_MS}, got ${event.retry}`,
      );
    }
    block += `retry: ${event.retry}\n`;
  }
  if (event.data !== undefined) {
    block += `data: ${event.data.replace(LINE_BREAK, "\ndata: ")}\n`;
  }
  return `${block}\n`;
}

/**
 * One comment line, as heartbeats use it. It ends in a single newline: a blank line after a comment
 * makes several clients dispatch an empty event (W4).
 *
 * @example encodeComment("ping") // ": ping\n"
 */
export function encodeComment(text: string): string {
  return `: ${text.replace(LINE_BREAK, "\n: ")}\n`;
}

function refuseBreaks(value: string, code: "invalid_event_name" | "invalid_id", what: string): string {
  if (FORBIDDEN.test(value)) {
    throw new WireError(code, `the ${what} ${JSON.stringify(value)} holds CR, LF or NUL; remove it`);
  }
  return value;
}
