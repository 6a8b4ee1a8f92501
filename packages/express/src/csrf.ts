import { Refusal } from "@tidings/admission";
import type { Origins } from "@tidings/admission/node";
import type { Request, RequestHandler } from "express";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses writes that a page of another site makes with the browser's cookie. A bearer token is accepted from any page,
 * because a foreign page does not know it (S5.2).
 *
 * @param usesCookie Whether a cookie authenticates the request. Default: always true, which is strict.
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
 * Refuses a request from a page of another site, whatever credential it carries. Use it for requests that set or clear
 * the cookie, because a foreign page could send those with a token of its own.
 *
 * @throws Refusal `forbidden`
 */
export function requireTrustedPage(origins: Origins, request: Request): void {
  if (!origins.trusts(request)) throw new Refusal("forbidden", ["Not authorized for this resource"]);
}
