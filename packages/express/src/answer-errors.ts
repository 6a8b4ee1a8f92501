import type { ErrorBody } from "@tidings/contracts";
import { HubError } from "@tidings/hub";
import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";
import { Refusal } from "./refusal.ts";

/** What {@link answerErrors} is told by the server that uses it. */
export interface AnswerErrorsOptions {
  /** Logs a failure that nobody foresaw. */
  readonly onFailure: (thrown: unknown, request: Request, response: Response) => void;
  /** Words what only this server can foresee; undefined for anything else. */
  readonly foresee?: (thrown: unknown) => Refusal | undefined;
}

const NOTHING_HERE = "There is nothing at this path and method";

/** The answer to a path that no route took. */
export const answerNotFound: RequestHandler = () => {
  throw new Refusal("not_found", 404, [NOTHING_HERE]);
};

/** Turns whatever a route threw into the sources' error body; what nobody foresaw is logged and not shown (S11). */
export function answerErrors({ onFailure, foresee }: AnswerErrorsOptions): ErrorRequestHandler {
  return (thrown: unknown, request, response, _next) => {
    const refusal = foresee?.(thrown) ?? refusalOf(thrown);
    const status = refusal?.status ?? 500;
    // What a limit refuses by design is no failure: its stack would tell nothing, and a stranger could fill the disk.
    if (status >= 500 && (refusal === undefined || refusal.cause !== undefined)) onFailure(thrown, request, response);
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const body: ErrorBody = {
      success: false,
      errors: [...(refusal?.lines ?? ["Something went wrong on our side; try again"])],
    };
    if (status === 401) response.set("WWW-Authenticate", "Bearer");
    // The rest of an unwanted body is not worth receiving.
    if (status === 413) response.set("Connection", "close");
    if (refusal?.retryAfter !== undefined) response.set("Retry-After", String(refusal.retryAfter));
    response.status(status).json(body);
  };
}

function refusalOf(thrown: unknown): Refusal | undefined {
  if (thrown instanceof Refusal) return thrown;
  // A path that is no valid percent-encoding names nothing.
  if (thrown instanceof URIError) return new Refusal("not_found", 404, [NOTHING_HERE]);
  if (thrown instanceof HubError && (thrown.code === "draining" || thrown.code === "closed")) {
    return new Refusal("unavailable", 503, ["The server is restarting; try again shortly"], { retryAfter: 2 });
  }
  return undefined;
}
