import { randomUUID } from "node:crypto";
import { redactAddress } from "@tidings/contracts";
import { clientAddress } from "@tidings/express";
import type { Request, RequestHandler, Response } from "express";
import type { Logger } from "pino";

const OUR_ID = /^[\w.-]{1,64}$/;

/**
 * Logs each request once, when its answer is complete, and gives it an id, which the answer carries as `X-Request-Id`.
 * Only chosen fields are logged: no headers, no bodies, and URLs without their tokens (S7).
 *
 * @param trustId Whether a proxy in front may set the id with `X-Request-Id`.
 */
export function requestLog(logger: Logger, trustId: boolean): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const given = trustId ? request.get("X-Request-Id") : undefined;
    response.set("X-Request-Id", given !== undefined && OUR_ID.test(given) ? given : randomUUID());
    response.once("close", () => {
      const { statusCode: status } = response;
      const ms = Math.round(performance.now() - startedAt);
      const what = response.writableFinished ? "request completed" : "request aborted";
      logger[levelOf(request, response)]({ ...describeRequest(request, response), status, ms }, what);
    });
    next();
  };
}

/** The fields that a log line has of a request. */
export function describeRequest(request: Request, response: Response) {
  return {
    request: response.get("X-Request-Id"),
    method: request.method,
    url: redactAddress(request.originalUrl),
    address: clientAddress(request),
  };
}

/**
 * Health checks and unchanged files are logged at `debug`, because they are noise. Streams too, because the hub's
 * reports of them are logged.
 */
function levelOf(request: Request, response: Response): "info" | "debug" {
  const stream = response.statusCode === 200 && response.get("Content-Type") === "text/event-stream";
  return stream || response.statusCode === 304 || request.path === "/healthz" ? "debug" : "info";
}
