import { Refusal } from "@tidings/admission";
import { NOTHING_HERE } from "@tidings/admission/http";
import type { ApiDocs } from "@tidings/api-docs";
import type { Handler } from "./handler.ts";

/** The addresses of the documents, and their paths below the pages. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  "/openapi.json": "/docs/openapi.json",
  "/asyncapi.json": "/docs/asyncapi.json",
};

/** Whether a path belongs to the documents and their pages. */
export function isDocsPath(path: string): boolean {
  return path === "/docs" || path.startsWith("/docs/") || Object.hasOwn(DOCUMENTS, path);
}

/** Serves the documents of the contract, and the pages that show them. */
export function docsRoute(docs: ApiDocs): Handler {
  return async ({ method = "GET", headers }, response, { pathname }) => {
    const answer = await docs.answer({
      method,
      path: DOCUMENTS[pathname] ?? pathname,
      acceptEncoding: headers["accept-encoding"],
      ifNoneMatch: headers["if-none-match"],
    });
    if (answer === undefined) throw new Refusal("not_found", [NOTHING_HERE]);
    for (const [name, value] of Object.entries(answer.headers)) {
      // CORS may have set `Vary` already, so add to it.
      if (name === "Vary") response.appendHeader(name, value);
      else response.setHeader(name, value);
    }
    response.statusCode = answer.status;
    response.end(answer.body);
  };
}
