import { Refusal } from "@tidings/express";

/** Why the server refused a request, or would not start. */
export type ServerErrorCode =
  | "bad_request"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
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
  | "unavailable"
  | "invalid_config"
  | "data_dir_unusable"
  | "data_dir_in_use"
  | "address_unusable";

/** The status that each refusal is answered with. What stops the start never reaches a request. */
const STATUS: Readonly<Record<ServerErrorCode, number>> = {
  bad_request: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
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
  // Nobody reads it; proxies' logs have this number for the same.
  client_gone: 499,
  unavailable: 503,
  invalid_config: 500,
  data_dir_unusable: 500,
  data_dir_in_use: 500,
  address_unusable: 500,
};

/**
 * The only error `@tidings/server` throws of its own accord. Its lines are written for whoever is told: the caller of
 * a request as `errors`, the operator as one line when the server does not start. They never hold secrets.
 *
 * @example throw new ServerError("not_found", ["Order not found"]);
 */
export class ServerError extends Refusal {
  declare readonly code: ServerErrorCode;

  constructor(
    code: ServerErrorCode,
    lines: readonly string[],
    options: { readonly retryAfter?: number; readonly cause?: unknown } = {},
  ) {
    super(code, STATUS[code], lines, options);
    this.name = "ServerError";
  }
}
