import { checkHost } from "@tidings/admission/node";
import type { RequestHandler } from "express";

/** `checkHost` of `@tidings/admission/node` as middleware. */
export const requireHost: RequestHandler = (request, _response, next) => {
  checkHost(request);
  next();
};
