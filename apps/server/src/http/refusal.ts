import type { AnyEndpoint } from "@tidings/contracts";
import { ServerError, type ServerErrorCode } from "../server-error.ts";

const CODE = {
  400: "bad_request",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  422: "unprocessable",
} as const satisfies Readonly<Record<number, ServerErrorCode>>;

/**
 * The refusal that an endpoint's contract words for a status.
 *
 * @example throw refusal(getOrder, 404);
 */
export function refusal<E extends AnyEndpoint>(
  endpoint: E,
  status: keyof E["errors"] & keyof typeof CODE,
): ServerError {
  return new ServerError(CODE[status], [endpoint.errors[status] ?? ""]);
}
