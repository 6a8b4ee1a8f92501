import { Refusal } from "@tidings/admission";
import { errorAnswer, NOTHING_HERE } from "@tidings/admission/http";
import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";

/** What {@link answerErrors} is told by the server that uses it. */
export interface AnswerErrorsOptions {
  /** Logs a failure that nobody foresaw. */
  readonly onFailure: (thrown: unknown, request: Request, response: Response) => void;
  /** Words what only this server can foresee; undefined for anything else. */
  readonly foresee?: (thrown: unknown) => Refusal | undefined;
}

/** The answer to a path that no route took. */
export const answerNotFound: RequestHandler = () => {
  throw new Refusal("not_found", [NOTHING_HERE]);
};

/** Turns whatever a route threw into the contract's error body; what nobody foresaw is logged and not shown (S11.1, S11.2). */
export function answerErrors({ onFailure, foresee }: AnswerErrorsOptions): ErrorRequestHandler {
  return (thrown: unknown, request, response, _next) => {
    const { status, headers, body, isFailure } = errorAnswer(thrown, foresee);
    if (isFailure) onFailure(thrown, request, response);
    if (response.headersSent) response.destroy();
    else response.set(headers).status(status).json(body);
  };
}
