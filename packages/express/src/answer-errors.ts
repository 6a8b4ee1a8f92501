import { Refusal } from "@tidings/admission";
import { errorAnswer, NOTHING_HERE } from "@tidings/admission/http";
import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express";

/** What {@link answerErrors} calls. */
export interface AnswerErrorsOptions {
  /** Logs an unexpected failure. */
  readonly onFailure: (thrown: unknown, request: Request, response: Response) => void;
  /** Returns a refusal for an error that only this server expects; undefined for any other. */
  readonly foresee?: (thrown: unknown) => Refusal | undefined;
}

/** The answer to a path that no route serves. */
export const answerNotFound: RequestHandler = () => {
  throw new Refusal("not_found", [NOTHING_HERE]);
};

/**
 * Turns whatever a route threw into the contract's error body. Unexpected errors are logged, and their messages are not
 * sent (S11.1, S11.2).
 */
export function answerErrors({ onFailure, foresee }: AnswerErrorsOptions): ErrorRequestHandler {
  return (thrown: unknown, request, response, _next) => {
    const { status, headers, body, isFailure } = errorAnswer(thrown, foresee);
    if (isFailure) onFailure(thrown, request, response);
    if (response.headersSent) response.destroy();
    else response.set(headers).status(status).json(body);
  };
}
