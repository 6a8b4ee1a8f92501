import type { IncomingMessage, ServerResponse } from "node:http";
import { CONNECTION_HEADER, IDEMPOTENCY_KEY } from "@tidings/contracts";

const HEADERS = ["Authorization", "Content-Type", "Last-Event-ID", IDEMPOTENCY_KEY, CONNECTION_HEADER].join(", ");
/** Seconds for which a browser need not ask again: Chromium's limit. */
const MAX_AGE = "7200";

/**
 * Lets pages of the origins read what the server answers, credentials included; `http://localhost:*` is every port.
 *
 * @returns a function that sets the headers, and answers whether it was a browser's question beforehand, which is
 * answered then
 */
export function createCors(origins: readonly string[]) {
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { origin } = request.headers;
    const isQuestion = request.method === "OPTIONS" && "access-control-request-method" in request.headers;
    if (origins.length > 0) response.appendHeader("Vary", "Origin");
    if (origin !== undefined && allows(origins, origin)) {
      response.setHeader("Access-Control-Allow-Origin", origin);
      response.setHeader("Access-Control-Allow-Credentials", "true");
      response.setHeader("Access-Control-Expose-Headers", "Retry-After");
      if (isQuestion) {
        response.setHeader("Access-Control-Allow-Methods", "GET, HEAD, POST");
        response.setHeader("Access-Control-Allow-Headers", HEADERS);
        response.setHeader("Access-Control-Max-Age", MAX_AGE);
      }
    }
    if (isQuestion) response.writeHead(204).end();
    return isQuestion;
  };
}

function allows(origins: readonly string[], origin: string): boolean {
  if (origins.includes(origin)) return true;
  return origins.some((entry) => entry.endsWith(":*") && isPortOf(origin, entry.slice(0, -2)));
}

/** `http://localhost:*` names `http://localhost` too, whose port is not written. */
function isPortOf(origin: string, base: string): boolean {
  return origin === base || (origin.startsWith(`${base}:`) && /^\d{1,5}$/.test(origin.slice(base.length + 1)));
}
