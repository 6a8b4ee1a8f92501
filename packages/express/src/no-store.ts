import type { RequestHandler } from "express";

/** Keeps answers out of every cache: they are one user's and of one moment. */
export const noStore: RequestHandler = (_request, response, next) => {
  response.set("Cache-Control", "no-store");
  next();
};
