import type { IncomingMessage, ServerResponse } from "node:http";
import { errorAnswer } from "@tidings/admission/http";

/** Answers with text; a HEAD request gets the headers alone. */
export function answerText(request: IncomingMessage, response: ServerResponse, status: number, text: string): void {
  if (!response.hasHeader("Content-Type")) response.setHeader("Content-Type", "text/plain; charset=utf-8");
  response.setHeader("X-Content-Type-Options", "nosniff");
  response.statusCode = status;
  response.end(request.method === "HEAD" ? undefined : text);
}

export function answerJson(request: IncomingMessage, response: ServerResponse, status: number, body: object): void {
  response.setHeader("Content-Type", "application/json; charset=utf-8");
  response.setHeader("Cache-Control", "no-store");
  answerText(request, response, status, JSON.stringify(body));
}

/**
 * Answers what a handler threw: a refusal with its own message, anything else with 500 and a message that reveals
 * nothing.
 *
 * @returns the error, for the log; undefined for a refusal
 */
export function answerError(request: IncomingMessage, response: ServerResponse, error: unknown): unknown {
  if (response.headersSent) {
    response.destroy();
    return error;
  }
  const { status, headers, body, isFailure } = errorAnswer(error);
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  answerJson(request, response, status, body);
  return isFailure ? error : undefined;
}
