import { type Request, type Response, Router } from "express";
import { createAssets, isAsset } from "./assets.ts";
import { createAsyncApi } from "./asyncapi.ts";
import { createOpenApi } from "./openapi.ts";
import { pages, renderPage } from "./pages.ts";

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
    router.get(page.path, (_request, response) => {
      response
        .set("Cache-Control", "no-cache")
        .set("Content-Security-Policy", "default-src 'self'; script-src 'self' 'unsafe-eval'; img-src 'self' data:")
        .type("html")
        .send(html);
    });
  }
  router.get("/docs/openapi.json", (_request, response) => sendJson(response, openApi()));
  router.get("/docs/asyncapi.json", (_request, response) => sendJson(response, asyncApi()));
  router.get("/docs/assets/:name", async (request: Request, response, next) => {
    const name = request.params.name;
    if (typeof name !== "string" || !isAsset(name)) return next();
    const { type, plain, gzipped } = await assets(name);
    response.type(type).vary("Accept-Encoding").set("Cache-Control", "no-cache");
    if (request.acceptsEncodings("gzip")) response.set("Content-Encoding", "gzip").send(gzipped);
    else response.send(plain);
  });
  return router;
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
