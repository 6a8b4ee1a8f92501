import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { RequestHandler } from "express";
import type { Logger } from "pino";
import { pinoHttp } from "pino-http";
import { redactUrl } from "./redact-url.ts";

const OUR_ID = /^[\w.-]{1,64}$/;

/**
 * Logs each request once, when its answer is through, and gives it an id that the answer carries as `X-Request-Id`.
 * Headers are not logged at all and tokens are taken out of URLs.
 *
 * @param trustId Whether a proxy in front may name the request by `X-Request-Id`.
 */
export function requestLog(logger: Logger, trustId: boolean): RequestHandler {
  return pinoHttp({
    logger,
    wrapSerializers: false,
    quietReqLogger: true,
    genReqId(request, response) {
      const given = trustId ? request.headers["x-request-id"] : undefined;
      const id = typeof given === "string" && OUR_ID.test(given) ? given : randomUUID();
      response.setHeader("X-Request-Id", id);
      return id;
    },
    customLogLevel(_request, response, error) {
      if (error !== undefined || response.statusCode >= 500) return "error";
      return isQuiet(response) ? "debug" : "info";
    },
    customSuccessObject: (request, response, value) => ({ ...summary(request, response), ...timeOf(value) }),
    customErrorObject: (request, response, _error, value) => ({ ...summary(request, response), ...timeOf(value) }),
  });
}

function summary(request: IncomingMessage, response: ServerResponse) {
  // A router that is mounted on a path shortens `url`; Express keeps the whole one.
  const url = "originalUrl" in request && typeof request.originalUrl === "string" ? request.originalUrl : request.url;
  const address = request.socket.remoteAddress;
  return { method: request.method, url: redactUrl(url ?? ""), status: response.statusCode, address };
}

/** pino-http's own object holds the request and the answer whole. */
function timeOf({ responseTime }: { readonly responseTime?: unknown }) {
  return { responseTime };
}

/** Health checks and unchanged files are noise; streams are logged by the hub as they open and close. */
function isQuiet(response: ServerResponse): boolean {
  const stream = response.statusCode === 200 && response.getHeader("Content-Type") === "text/event-stream";
  return stream || response.statusCode === 304 || response.req.url === "/healthz";
}
