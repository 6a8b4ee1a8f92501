import { createApiDocs } from "@tidings/api-docs";
import { type RequestHandler, Router } from "express";
import { createAsyncApi } from "./asyncapi.ts";
import { createOpenApi } from "./openapi.ts";

/** What is served, as Express writes paths. */
const PATHS = ["/docs", "/docs/events", "/docs/openapi.json", "/docs/asyncapi.json", "/docs/assets/:name"];

/**
 * `/docs`: the API documents and the pages that show them. Made when they are first asked for, from the contract alone:
 * they say nothing of this server's users or configuration.
 */
export function serveDocs({ version }: { readonly version: string }): Router {
  const docs = createApiDocs({
    name: "Tidings",
    openApi: () => createOpenApi({ version }),
    asyncApi: () => createAsyncApi({ version }),
  });
  const serve: RequestHandler = async ({ method, path, headers }, response, next) => {
    const answer = await docs.answer({
      method,
      // Express takes a path with a slash at its end, and in any case, for the same.
      path: path.toLowerCase().replace(/\/$/, ""),
      acceptEncoding: headers["accept-encoding"],
      ifNoneMatch: headers["if-none-match"],
    });
    if (answer === undefined) return next();
    response.status(answer.status).set(answer.headers).send(answer.body);
  };
  const router = Router();
  for (const path of PATHS) router.get(path, serve);
  return router;
}
