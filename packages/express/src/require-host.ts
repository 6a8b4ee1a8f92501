import { checkHost } from "@tidings/admission/node";
import type { RequestHandler } from "express";

/** Refuses what `checkHost` of `@tidings/admission/node` does, as middleware. */
export const requireHost: RequestHandler = (request, _response, next) => {
  checkHost(request);
  next();
};
