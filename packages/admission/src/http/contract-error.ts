import type { AnyEndpoint } from "@tidings/contracts";
import { Refusal, type RefusalCode } from "../refusal.ts";

const CODE = {
  400: "bad_request",
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  422: "unprocessable",
} as const satisfies Readonly<Record<number, RefusalCode>>;

/**
 * Makes a refusal with the message that an endpoint's contract has for a status.
 *
 * @example throw contractError(getOrder, 404);
 */
export function contractError<E extends AnyEndpoint>(
  endpoint: E,
  status: keyof E["errors"] & keyof typeof CODE,
): Refusal {
  return new Refusal(CODE[status], [endpoint.errors[status] ?? ""]);
}
