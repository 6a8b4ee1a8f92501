import { createCors, type Origins } from "@tidings/admission/node";
import type { RequestHandler } from "express";

/**
 * Lets pages of allowed origins, and no others, read the API with their cookies (S6.1).
 *
 * @param moreHeaders Headers that such pages may send beside the usual ones.
 */
export function cors(origins: Origins, moreHeaders: readonly string[] = []): RequestHandler {
  const answerCors = createCors(origins, moreHeaders);
  return (request, response, next) => {
    if (!answerCors(request, response)) next();
  };
}
