import type { RequestHandler } from "express";
import { ServerError } from "../server-error.ts";

/** Refuses an HTTP/1.1 request without `Host` (RFC 9112 3.2). Node would too, but without the error body. */
export const requireHost: RequestHandler = (request, _response, next) => {
  if (request.headers.host === undefined && request.httpVersion === "1.1") {
    throw new ServerError("bad_request", ["The header Host is missing; send it"]);
  }
  next();
};
