import { createOpenApi as describe, type OpenApi } from "@tidings/api-docs";
import { api } from "./described-contract.ts";
import { ownRoutes } from "./own-routes.ts";

const DESCRIPTION = `
Requests and streams of this server. [Events](/docs/events) describes the events of the streams.

Every answer is \`{ "success": true, "data": … }\` or \`{ "success": false, "errors": ["…"] }\`, whose errors say what
to do. Streams are \`text/event-stream\`: they begin with a greeting that says whether the reader was resumed without
loss, and an event with an \`id\` can be resumed after, by \`Last-Event-ID\` or \`lastEventId\`.

A request that is not HTTP, comes too slowly or has too large headers is refused with the same body before any of what
stands here: 400, 408, 417, 431.
`.trim();

/**
 * Describes every endpoint and stream of the contract, and the routes that are the server's own.
 *
 * @example createOpenApi({ version: "1.0.0" })
 */
export function createOpenApi({ version }: { readonly version: string }): OpenApi {
  return describe({
    ...api,
    info: { title: "Tidings", version, description: DESCRIPTION, license: { name: "MIT", identifier: "MIT" } },
    tags: [{ name: "operations", description: "For whoever runs the server" }],
    routes: ownRoutes,
  });
}
