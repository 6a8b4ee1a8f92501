import { sep } from "node:path";
import { Refusal } from "@tidings/admission";
import express, { type ErrorRequestHandler, type RequestHandler, Router } from "express";

/**
 * Serves a built page: files as they are, and its one page for every other path that a browser opens. What the build
 * named by its content never changes and is cached for good; the page is asked for anew each time.
 *
 * @param directory Where it was built to.
 * @param notBuilt The page that says what to run, where it is not.
 */
export function site(directory: string, notBuilt: string): RequestHandler {
  const router = Router();
  router.use(
    express.static(directory, {
      cacheControl: false,
      setHeaders(response, path) {
        const hashed = path.includes(`${sep}assets${sep}`);
        response.setHeader("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
      },
    }),
  );
  router.get("/{*path}", (request, response, next) => {
    // A script or picture that is missing must not be answered with a page.
    if (request.path !== "/" && request.accepts(["json", "html"]) !== "html") return next();
    response.set("Cache-Control", "no-cache");
    response.sendFile("index.html", { root: directory, cacheControl: false }, (error) => {
      // Whoever went away before the page was read needs no answer.
      if (error === undefined || response.headersSent || request.destroyed) return;
      if (statusOf(error) === 404) response.type("html").send(notBuilt);
      else next(error);
    });
  });
  router.use(refuseInWords);
  return router;
}

/** What the file server refuses: conditions and ranges that do not fit the file, and names that no file has. */
const refuseInWords: ErrorRequestHandler = (error: unknown, _request, _response, next) => {
  const status = statusOf(error);
  if (status === 412) {
    next(new Refusal("precondition_failed", ["The file is not as the request's If- headers want it; ask without"]));
  } else if (status === 416) {
    next(new Refusal("range_not_satisfiable", ["The file is shorter than the range asked for; ask without"]));
  } else {
    next(status < 500 ? new Refusal("not_found", ["There is nothing at this path and method"]) : error);
  }
};

function statusOf(error: unknown): number {
  return error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : 500;
}
