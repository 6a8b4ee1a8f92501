import { Refusal } from "@tidings/admission";
import { isBusy } from "@tidings/admission/sqlite";
import { answerErrors as answer } from "@tidings/express";
import type { ErrorRequestHandler } from "express";
import type { Logger } from "pino";
import { describeRequest } from "./request-log.ts";

/** Answers whatever a route threw. Unexpected errors are logged with their request. */
export function answerErrors(logger: Logger): ErrorRequestHandler {
  return answer({
    foresee: busy,
    onFailure(thrown, request, response) {
      logger.error({ ...describeRequest(request, response), err: thrown }, "request failed");
    },
  });
}

function busy(thrown: unknown): Refusal | undefined {
  if (!isBusy(thrown)) return undefined;
  const lines = ["The database is busy; try again shortly"];
  return new Refusal("unavailable", lines, { retryAfter: 1, cause: thrown });
}
