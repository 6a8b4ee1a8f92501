import { authErrors } from "@tidings/contracts/auth";
import type { RequestHandler } from "express";
import { findCredential } from "../domains/auth/credential.ts";
import { ServerError } from "../server-error.ts";
import type { Origins } from "./origins.ts";

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Refuses writes that another site's page makes with the browser's cookie, or without any credential (sign-in and
 * sign-out). A bearer or query token is proof enough: no foreign page knows it (S5).
 */
export function refuseForeignWrites(origins: Origins): RequestHandler {
  return (request, _response, next) => {
    if (SAFE.has(request.method)) return next();
    const via = findCredential(request)?.via ?? "cookie";
    if (via !== "cookie" || origins.trusts(request)) return next();
    throw new ServerError("forbidden", [authErrors[403]]);
  };
}
