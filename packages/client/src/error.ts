/** What went wrong; branch on this, never on the message. */
export type ClientErrorCode =
  /** The server answered with a failing status; `status` and `errors` say which and why. */
  | "http"
  /** No answer, or the connection broke. */
  | "network"
  /** The caller's signal, or a close, ended the request. */
  | "aborted"
  /** The answer is not what the contract says (C16.1). */
  | "invalid_response"
  /** An option that is of the wrong type or out of its range. */
  | "invalid_options"
  /** A query that the stream's contract refuses. */
  | "invalid_query"
  /** A position to start from that no server gave out: it holds a line break or NUL. */
  | "invalid_position"
  /** An idempotency key that no server takes. */
  | "invalid_key"
  /** The server ended the stream; the client comes back. */
  | "ended"
  /** The server said stop with 204; the client stays away. */
  | "stopped"
  /** The answer is not `text/event-stream`. */
  | "wrong_type"
  /** Nothing came for much longer than the announced heartbeat. */
  | "silent"
  /** An event is longer than the decoder's bound. */
  | "event_too_long"
  /** An event whose payload breaks its contract; dropped. */
  | "invalid_event"
  /** An event that the contract does not know; dropped. */
  | "unknown_event"
  /** An event came before the connection's greeting: freshness cannot be told. Only on the console (C31.1). */
  | "no_greeting"
  /** The server gives no stream tickets: the token goes into the address instead (C18.2). */
  | "no_tickets"
  /**
   * The `load` of a live query answered no position, although its stream has events that are stored: what happens between the
   * load and the stream's start is missed (C1.6).
   */
  | "no_position"
  /** The `load` of a live query threw something of its own, or did not answer `{ data, position }`. */
  | "load_failed"
  /** A listener or reducer of the application threw. */
  | "listener_failed"
  /** A toast cannot be shown: no toaster is mounted in the page (C17.4). */
  | "toast_not_shown"
  /** The client was closed. */
  | "closed";

/**
 * The only error `@tidings/client` throws or reports. `message` is for logs: of a failing answer it names the request as well (C16.4).
 *
 * @example
 * try {
 *   await client.call(cancelOrder, { params: { id } });
 * } catch (error) {
 *   if (error instanceof ClientError) show(error.reason); // "Too late to cancel"
 * }
 */
export class ClientError extends Error {
  readonly code: ClientErrorCode;
  /** Method and address of the request that failed, without tokens, where an answer came: `GET /api/orders`. */
  readonly request: string | undefined;
  /** The HTTP status, with `http`, `stopped` and `invalid_response`. */
  readonly status: number | undefined;
  /** The server's words, first line first; empty where it gave none. */
  readonly errors: readonly string[];
  /** Milliseconds that the server asks to wait before another try, with `http` where it says so. */
  readonly retryAfterMs: number | undefined;
  /** The event's name, with `invalid_event`, `unknown_event` and `listener_failed`. */
  readonly event: string | undefined;
  /** The name of the stream or endpoint that it is about; undefined where it is about neither. */
  readonly subject: string | undefined;

  constructor(
    code: ClientErrorCode,
    message: string,
    details: {
      readonly request?: string | undefined;
      readonly status?: number | undefined;
      readonly errors?: readonly string[] | undefined;
      readonly retryAfterMs?: number | undefined;
      readonly event?: string | undefined;
      readonly subject?: string | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.name = "ClientError";
    this.code = code;
    this.request = details.request;
    this.status = details.status;
    this.errors = details.errors ?? [];
    this.retryAfterMs = details.retryAfterMs;
    this.event = details.event;
    this.subject = details.subject;
  }

  /** What a page may show: the server's words, joined; else the message, which is meant for developers. */
  get reason(): string {
    return this.errors.length > 0 ? this.errors.join("; ") : this.message;
  }
}
