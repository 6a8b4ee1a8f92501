import type { IncomingMessage, ServerResponse } from "node:http";
import { CONNECTION_HEADER, IDEMPOTENCY_KEY } from "@tidings/contracts";
import type { Origins } from "./origins.ts";

/** What the client sends, and what tracing tools add to every request of a page (S6.2; W3C Trace Context, Baggage, Sentry). */
const ALLOWED_HEADERS = [
  "Authorization",
  "Content-Type",
  "Last-Event-ID",
  "Cache-Control",
  CONNECTION_HEADER,
  IDEMPOTENCY_KEY,
  "traceparent",
  "tracestate",
  "baggage",
  "sentry-trace",
] as const;

/** Sets the CORS headers. Returns true if the request was a preflight, which it has then answered. */
export type AnswerCors = (request: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Lets pages of allowed origins, and no others, read answers with their cookies (S6.1). Every `OPTIONS` is a preflight.
 *
 * @param moreHeaders Headers that such pages may send beside the usual ones.
 * @example
 * const answerCors = createCors(createOrigins(["https://app.example.com"]));
 * createServer((request, response) => {
 *   if (!answerCors(request, response)) route(request, response);
 * });
 */
export function createCors(origins: Origins, moreHeaders: readonly string[] = []): AnswerCors {
  // Listed by name, because in requests with cookies browsers take `*` as the name of a header.
  const allowedHeaders = [...ALLOWED_HEADERS, ...moreHeaders].join(", ");
  return (request, response) => {
    const allowed = allowOrigin(origins, request, response);
    if (request.method !== "OPTIONS") return false;
    if (allowed) {
      response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
      response.setHeader("Access-Control-Allow-Headers", allowedHeaders);
      response.setHeader("Access-Control-Max-Age", "600");
    }
    response.statusCode = 204;
    response.end();
    return true;
  };
}

/** Names the origin of an allowed page in the answer, so that the page may read it (S6.3). Returns whether it is allowed. */
export function allowOrigin(origins: Origins, request: IncomingMessage, response: ServerResponse): boolean {
  const { origin } = request.headers;
  response.appendHeader("Vary", "Origin");
  if (origin === undefined || !origins.allows(origin)) return false;
  response.setHeader("Access-Control-Allow-Origin", origin);
  response.setHeader("Access-Control-Allow-Credentials", "true");
  response.setHeader("Access-Control-Expose-Headers", "Retry-After, X-Request-Id");
  return true;
}
