import type { RequestHandler } from "express";
import type { Origins } from "./origins.ts";

const PREFLIGHT = {
  "Access-Control-Allow-Methods": "GET, POST, PUT, PATCH, DELETE",
  "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID, Cache-Control",
  "Access-Control-Max-Age": "600",
} as const;

/** Lets pages of allowed origins, and no others, read the API with their cookies (S6). */
export function cors(origins: Origins): RequestHandler {
  return (request, response, next) => {
    const origin = request.get("Origin");
    response.vary("Origin");
    const allowed = origin !== undefined && origins.allows(origin);
    if (allowed) {
      response.set("Access-Control-Allow-Origin", origin);
      response.set("Access-Control-Allow-Credentials", "true");
      response.set("Access-Control-Expose-Headers", "Retry-After, X-Request-Id");
    }
    if (request.method !== "OPTIONS") return next();
    if (allowed) response.set(PREFLIGHT);
    response.status(204).end();
  };
}
