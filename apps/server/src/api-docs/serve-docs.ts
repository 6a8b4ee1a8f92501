import { createApiDocs } from "@tidings/api-docs";
import { type RequestHandler, Router } from "express";
import { createAsyncApi } from "./asyncapi.ts";
import { createOpenApi } from "./openapi.ts";

/** The served paths, as Express writes them. */
const PATHS = ["/docs", "/docs/events", "/docs/openapi.json", "/docs/asyncapi.json", "/docs/assets/:name"];

/**
 * `/docs`: the API documents and the pages that show them. They are made on the first request, from the contract alone,
 * so they reveal nothing of this server's users or configuration.
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
      // Express ignores the case of a path and a slash at its end.
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
