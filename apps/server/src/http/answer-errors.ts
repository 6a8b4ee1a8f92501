import type { ErrorBody } from "@tidings/contracts";
import { HubError } from "@tidings/hub";
import type { ErrorRequestHandler, RequestHandler } from "express";
import type { Logger } from "pino";
import { ServerError } from "../server-error.ts";
import { isBusy } from "../store/sqlite/busy.ts";
import { describeRequest } from "./request-log.ts";

/** The answer to a path that no route took. */
export const answerNotFound: RequestHandler = () => {
  throw new ServerError("not_found", ["There is nothing at this path and method"]);
};

/** Turns whatever a route threw into the sources' error body; what we did not foresee is logged and not shown (S11). */
export function answerErrors(logger: Logger): ErrorRequestHandler {
  return (thrown: unknown, request, response, _next) => {
    const error = toServerError(thrown);
    const status = error?.status ?? 500;
    // What a limit refuses by design is no failure: its stack would tell nothing, and a stranger could fill the disk.
    if (status >= 500 && (error === undefined || error.cause !== undefined))
      logger.error({ ...describeRequest(request, response), err: thrown }, "request failed");
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const body: ErrorBody = {
      success: false,
      errors: [...(error?.lines ?? ["Something went wrong on our side; try again"])],
    };
    if (status === 401) response.set("WWW-Authenticate", "Bearer");
    // The rest of an unwanted body is not worth receiving.
    if (status === 413) response.set("Connection", "close");
    if (error?.retryAfter !== undefined) response.set("Retry-After", String(error.retryAfter));
    response.status(status).json(body);
  };
}

function toServerError(thrown: unknown): ServerError | undefined {
  if (thrown instanceof ServerError) return thrown;
  // A path that is no valid percent-encoding names nothing.
  if (thrown instanceof URIError) return new ServerError("not_found", ["There is nothing at this path and method"]);
  if (isBusy(thrown)) {
    return new ServerError("unavailable", ["The database is busy; try again shortly"], {
      retryAfter: 1,
      cause: thrown,
    });
  }
  if (thrown instanceof HubError && (thrown.code === "draining" || thrown.code === "closed")) {
    return new ServerError("unavailable", ["The server is restarting; try again shortly"], { retryAfter: 2 });
  }
  return undefined;
}
