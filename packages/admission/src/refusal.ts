/** Why a request is refused: a code to branch on and to count by. */
export type RefusalCode =
  | "bad_request"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "method_not_allowed"
  | "conflict"
  | "precondition_failed"
  | "too_large"
  | "unsupported_type"
  | "range_not_satisfiable"
  | "unprocessable"
  | "too_many_requests"
  | "too_many_connections"
  | "too_many_from_address"
  | "full"
  | "client_gone"
  | "bad_gateway"
  | "refused_upstream"
  | "unavailable";

const STATUS: Readonly<Record<RefusalCode, number>> = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  precondition_failed: 412,
  too_large: 413,
  unsupported_type: 415,
  range_not_satisfiable: 416,
  unprocessable: 422,
  too_many_requests: 429,
  too_many_connections: 429,
  too_many_from_address: 429,
  full: 503,
  // The client never reads this answer. Proxies log the same status for a client that closed the connection.
  client_gone: 499,
  bad_gateway: 502,
  refused_upstream: 502,
  unavailable: 503,
};

/** What a {@link Refusal} may carry beside its lines. */
export interface RefusalOptions {
  /** Seconds after which the caller may try again. */
  readonly retryAfter?: number | undefined;
  /** More headers of the answer. They win over those that the status and `retryAfter` set. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** What failed. A refusal of 500 or more with a cause is logged as a failure; without one it is a limit. */
  readonly cause?: unknown;
  /** The HTTP status, if it is not the code's usual one: `refused_upstream` passes on the status of another server. */
  readonly status?: number | undefined;
}

/**
 * A request that is refused. Routes throw it; `errorAnswer` of `@tidings/admission/http` turns it into the contract's
 * error body. Its lines are written for the caller and never hold secrets.
 *
 * @example throw new Refusal("not_found", ["Order not found"]);
 */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly status: number;
  /** One line each, in the order in which they should be read. */
  readonly lines: readonly string[];
  /** Seconds after which the caller may try again; undefined if trying again does not help. */
  readonly retryAfter: number | undefined;
  /** Headers of the answer that this refusal brings itself. */
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: RefusalCode, lines: readonly string[], options: RefusalOptions = {}) {
    super(lines.join("; "), options.cause === undefined ? {} : { cause: options.cause });
    this.name = "Refusal";
    this.code = code;
    this.status = options.status ?? STATUS[code];
    this.lines = lines;
    this.retryAfter = options.retryAfter;
    this.headers = options.headers ?? {};
  }
}
