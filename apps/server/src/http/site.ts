import { sep } from "node:path";
import express, { type RequestHandler, Router } from "express";

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Tidings</title>
<h1>Tidings is running, but its page is not built</h1>
<p>Run <code>pnpm start</code> at the root of the repository: it builds the page and starts the server.
<p>Or run <code>pnpm dev</code> and open the page on <a href="http://localhost:5173">localhost:5173</a>.
<p>The API works: see <code>/api/orders</code>.
`;

/**
 * Serves the built demo: files as they are, and its one page for every other path that a browser opens. What the build
 * named by its content never changes and is cached for good; the page is asked for anew each time.
 *
 * @param directory The demo's `dist`; where there is none, a page says what to run.
 */
export function site(directory: string): RequestHandler {
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
      if (error === undefined || response.headersSent) return;
      response.type("html").send(NOT_BUILT);
    });
  });
  return router;
}
