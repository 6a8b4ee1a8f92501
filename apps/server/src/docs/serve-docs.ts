import { contentPolicy } from "@tidings/express";
import { type Request, type RequestHandler, type Response, Router } from "express";
import helmet from "helmet";
import { createAssets, isAsset } from "./assets.ts";
import { createAsyncApi } from "./asyncapi.ts";
import { createOpenApi } from "./openapi.ts";
import { type Page, pages, renderPage } from "./pages.ts";

/**
 * `/docs`: the API documents and the pages that show them. Made when they are first asked for, from the contract alone:
 * they say nothing of this server's users or configuration.
 */
export function serveDocs({ version }: { readonly version: string }): Router {
  const router = Router();
  const assets = createAssets();
  const openApi = once(() => JSON.stringify(createOpenApi({ version })));
  const asyncApi = once(() => JSON.stringify(createAsyncApi({ version })));

  for (const page of pages) {
    const html = renderPage(page, (asset) => `/docs/assets/${asset}`);
    router.get(page.path, policyOf(page), (_request, response) => {
      response.set("Cache-Control", "no-cache").type("html").send(html);
    });
  }
  router.get("/docs/openapi.json", (_request, response) => sendJson(response, openApi()));
  router.get("/docs/asyncapi.json", (_request, response) => sendJson(response, asyncApi()));
  router.get("/docs/assets/:name", async (request: Request, response, next) => {
    const name = request.params.name;
    if (typeof name !== "string" || !isAsset(name)) return next();
    const { type, etag, gzipped, plain } = await assets(name);
    response.type(type).vary("Accept-Encoding").set({ "Cache-Control": "no-cache", ETag: etag });
    if (request.acceptsEncodings("gzip")) response.set("Content-Encoding", "gzip").send(gzipped);
    else response.send(await plain());
  });
  return router;
}

/** The usual policy, and beyond it what the page's viewer cannot do without. */
function policyOf({ scriptSources }: Page): RequestHandler {
  if (scriptSources === undefined) return (_request, _response, next) => next();
  return helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: { ...contentPolicy, scriptSrc: [...scriptSources] },
  });
}

function sendJson(response: Response, text: string): void {
  response.set("Cache-Control", "no-cache").type("json").send(text);
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
