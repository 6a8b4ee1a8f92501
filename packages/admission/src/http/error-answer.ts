import type { ErrorBody } from "@tidings/contracts";
import { HubError } from "@tidings/hub";
import { Refusal } from "../refusal.ts";

/** What to answer a request with that failed. */
export interface ErrorAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorBody;
  /** Whether it is a failure to log, and not a refusal by design. */
  readonly isFailure: boolean;
}

/** What is said of a path that no route takes. */
export const NOTHING_HERE = "There is nothing at this path and method";

/**
 * Makes the contract's error body of whatever a route threw. An unforeseen error becomes a 500 with fixed words, and
 * its own message never reaches the caller (S11.1).
 *
 * @param foresee Words what only this application can foresee; undefined for anything else.
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
      // The rest of a refused body is not received.
      ...(status === 413 && { Connection: "close" }),
      ...(refusal?.retryAfter !== undefined && { "Retry-After": String(refusal.retryAfter) }),
      ...refusal?.headers,
    },
    body: { success: false, errors: [...lines] },
    // A refusal by a limit is no failure: its stack would tell nothing, and a stranger could fill the disk with them.
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
