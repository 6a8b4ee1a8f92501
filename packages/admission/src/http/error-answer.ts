import type { ErrorBody } from "@tidings/contracts";
import { HubError } from "@tidings/hub";
import { Refusal } from "../refusal.ts";

/** The answer to a request that failed. */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorBody;
  /** Whether it is a failure of the server that should be logged, and not an intended refusal. */
  readonly isFailure: boolean;
}

/** The message for a path that no route serves. */
export const NOTHING_HERE = "There is nothing at this path and method";

/**
 * Turns whatever a route threw into an answer with the contract's error body. An unexpected error becomes a 500 with a
 * fixed message; its own message never reaches the caller (S11.1).
 *
 * @param foresee Returns a refusal for an error that only this application expects; undefined for any other.
 * @example
 * app.setErrorHandler((thrown, request, reply) => {
 *   const { status, headers, body } = errorAnswer(thrown);
 *   return reply.code(status).headers(headers).send(body);
 * });
 */
export function errorAnswer(thrown: unknown, foresee?: (thrown: unknown) => Refusal | undefined): ErrorAnswer {
  const refusal = foresee?.(thrown) ?? refusalOf(thrown);
  const status = refusal?.status ?? 500;
  const lines = refusal?.lines ?? ["Something went wrong on our side; try again"];
  return {
    status,
    headers: {
      ...(status === 401 && { "WWW-Authenticate": "Bearer" }),
      // Close the connection, because the rest of the refused body is not read.
      ...(status === 413 && { Connection: "close" }),
      ...(refusal?.retryAfter !== undefined && { "Retry-After": String(refusal.retryAfter) }),
      ...refusal?.headers,
    },
    body: { success: false, errors: [...lines] },
    // A refusal by a limit is not logged as a failure: its stack says nothing, and a stranger could fill the disk with
    // such lines.
    isFailure: status >= 500 && (refusal === undefined || refusal.cause !== undefined),
  };
}

function refusalOf(thrown: unknown): Refusal | undefined {
  if (thrown instanceof Refusal) return thrown;
  // A path that is no valid percent-encoding names nothing.
  if (thrown instanceof URIError) return new Refusal("not_found", [NOTHING_HERE]);
  if (thrown instanceof HubError && (thrown.code === "draining" || thrown.code === "closed")) {
    return new Refusal("unavailable", ["The server is restarting; try again shortly"], { retryAfter: 2 });
  }
  return undefined;
}
