import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal } from "@tidings/admission";
import type { RequestHandler } from "express";

/**
 * Refuses every method at a stream's address except those that open it (W13.2).
 *
 * @throws Refusal `method_not_allowed`, with `Allow`
 */
export function checkStreamMethod({ method }: IncomingMessage, response: ServerResponse): void {
  if (method === "GET" || method === "HEAD") return;
  response.setHeader("Allow", "GET, HEAD");
  throw new Refusal("method_not_allowed", ["A stream is opened with GET; use that method"]);
}

/** {@link checkStreamMethod} as middleware. */
export const onlyStreamMethods: RequestHandler = (request, response, next) => {
  checkStreamMethod(request, response);
  next();
};
