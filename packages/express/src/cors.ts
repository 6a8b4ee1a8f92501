import type { IncomingMessage, ServerResponse } from "node:http";
import { CONNECTION_HEADER, IDEMPOTENCY_KEY } from "@tidings/contracts";
import type { RequestHandler } from "express";
import type { Origins } from "./origins.ts";

/** What the client sends, and what tracing tools add to every request of a page (W3C Trace Context, Baggage, Sentry). */
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

/**
 * Lets pages of allowed origins, and no others, read the API with their cookies (S6).
 *
 * @param moreHeaders Headers that such pages may send beside the usual ones.
 */
export function cors(origins: Origins, moreHeaders: readonly string[] = []): RequestHandler {
  const preflight = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
    // By name: where cookies travel, a star is taken for a header of that name.
    "Access-Control-Allow-Headers": [...ALLOWED_HEADERS, ...moreHeaders].join(", "),
    "Access-Control-Max-Age": "600",
  };
  return (request, response, next) => {
    const allowed = allowOrigin(origins, request, response);
    if (request.method !== "OPTIONS") return next();
    if (allowed) response.set(preflight);
    response.status(204).end();
  };
}

/** Names the origin of an allowed page in the answer, so that the page may read it. Answers whether it is allowed. */
export function allowOrigin(origins: Origins, request: IncomingMessage, response: ServerResponse): boolean {
  const { origin } = request.headers;
  response.appendHeader("Vary", "Origin");
  if (origin === undefined || !origins.allows(origin)) return false;
  response.setHeader("Access-Control-Allow-Origin", origin);
  response.setHeader("Access-Control-Allow-Credentials", "true");
  response.setHeader("Access-Control-Expose-Headers", "Retry-After, X-Request-Id");
  return true;
}
