import { authErrors } from "@tidings/contracts/auth";
import type { Origins } from "@tidings/express";
import type { Request, RequestHandler } from "express";
import { findCredential } from "../domains/auth/credential.ts";
import { ServerError } from "../server-error.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses writes that another site's page makes with the browser's cookie. A bearer or query token is proof enough: no
 * foreign page knows it (S5).
 */
export function refuseForeignWrites(origins: Origins): RequestHandler {
  return (request, _response, next) => {
    const withCookie = (findCredential(request)?.via ?? "cookie") === "cookie";
    if (withCookie && !SAFE.has(request.method)) requireTrustedPage(origins, request);
    next();
  };
}

/**
 * Refuses a request that another site's page makes, whatever it carries: for what sets or clears the cookie, which a
 * foreign page could do with a token of its own.
 *
 * @throws ServerError `forbidden`
 */
export function requireTrustedPage(origins: Origins, request: Request): void {
  if (!origins.trusts(request)) throw new ServerError("forbidden", [authErrors[403]]);
}
