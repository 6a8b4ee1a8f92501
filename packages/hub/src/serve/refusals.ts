import type { ErrorBody } from "@tidings/contracts";

/** What a stream's address answers instead of a stream, alike on every host. */
export interface StreamRefusal {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: ErrorBody;
}

/** For every method but GET and HEAD (W13.2). */
const NOT_A_GET: StreamRefusal = {
  status: 405,
  headers: { Allow: "GET, HEAD" },
  body: { success: false, errors: ["A stream is opened with GET; use that method"] },
};

/**
 * Closes the connection: a server that stops waits for its connections, and readers would come back on theirs (D12.1).
 */
const RESTARTING: StreamRefusal = {
  status: 503,
  headers: { "Retry-After": "2", Connection: "close" },
  body: { success: false, errors: ["The server is restarting; try again shortly"] },
};

/** The refusal that a request's method asks for, if any. */
export function refusalOfMethod(method: string | undefined): StreamRefusal | undefined {
  return method === "GET" || method === "HEAD" ? undefined : NOT_A_GET;
}

/**
 * The refusal that an error of the hub stands for: it drains or is closed. By its code, not by its class: bundlers load
 * the class once for each route, and a hub is made in one of them.
 *
 * @throws The error itself, where it stands for none
 */
export function refusalOfError(error: unknown): StreamRefusal {
  if (error instanceof Error && "code" in error && (error.code === "draining" || error.code === "closed")) {
    return RESTARTING;
  }
  throw error;
}
