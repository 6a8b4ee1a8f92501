import type { RequestHandler } from "express";

/** Keeps answers out of every cache, because they belong to one user and are outdated soon. */
export const noStore: RequestHandler = (_request, response, next) => {
  response.set("Cache-Control", "no-store");
  next();
};
