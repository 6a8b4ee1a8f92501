import { sep } from "node:path";
import { Refusal } from "@tidings/admission";
import express, { type ErrorRequestHandler, type RequestHandler, Router } from "express";

/**
 * Serves a built single-page application: its files, and its page for every other path that a browser opens. Files
 * whose names contain a hash of their content never change and are cached for good. Browsers ask for the page again
 * each time.
 *
 * @param directory The build's output directory.
 * @param notBuilt The page to show if the directory does not exist. It should say what to run.
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
    // A missing script or picture must not be answered with the page.
    if (request.path !== "/" && request.accepts(["json", "html"]) !== "html") return next();
    response.set("Cache-Control", "no-cache");
    response.sendFile("index.html", { root: directory, cacheControl: false }, (error) => {
      // A client that went away before the page was read needs no answer.
      if (error === undefined || response.headersSent || request.destroyed) return;
      if (statusOf(error) === 404) response.type("html").send(notBuilt);
      else next(error);
    });
  });
  router.use(refuseInWords);
  return router;
}

/** Words the refusals of the file server: conditions and ranges that do not fit the file, and names of no file. */
const refuseInWords: ErrorRequestHandler = (error: unknown, _request, _response, next) => {
  const status = statusOf(error);
  if (status === 412) {
    next(
      new Refusal("precondition_failed", [
        "The file does not match the request's If- headers; request it without them",
      ]),
    );
  } else if (status === 416) {
    next(
      new Refusal("range_not_satisfiable", [
        "The file is shorter than the requested range; request it without the header Range",
      ]),
    );
  } else {
    next(status < 500 ? new Refusal("not_found", ["There is nothing at this path and method"]) : error);
  }
};

function statusOf(error: unknown): number {
  return error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : 500;
}
