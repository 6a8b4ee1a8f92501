import { Refusal } from "@tidings/admission";
import type { Origins } from "@tidings/admission/node";
import type { Request, RequestHandler } from "express";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses writes that another site's page makes with the browser's cookie. A bearer token is proof enough: no foreign
 * page knows it (S5.2).
 *
 * @param usesCookie Whether a cookie says who makes the request. Default: always assumed, which is the strict answer.
 */
export function refuseForeignWrites(
  origins: Origins,
  usesCookie: (request: Request) => boolean = () => true,
): RequestHandler {
  return (request, _response, next) => {
    if (!SAFE.has(request.method) && usesCookie(request)) requireTrustedPage(origins, request);
    next();
  };
}

/**
 * Refuses a request that another site's page makes, whatever it carries: for what sets or clears the cookie, which a
 * foreign page could do with a token of its own.
 *
 * @throws Refusal `forbidden`
 */
export function requireTrustedPage(origins: Origins, request: Request): void {
  if (!origins.trusts(request)) throw new Refusal("forbidden", ["Not authorized for this resource"]);
}
