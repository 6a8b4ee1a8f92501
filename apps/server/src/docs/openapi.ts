import { chatStream } from "@tidings/contracts/chat";
import { CHAT_ALIAS } from "../domains/chat/routes.ts";
import { servedStreams } from "../served-streams.ts";
import { describeEndpoint } from "./describe-endpoint.ts";
import { describeStream } from "./describe-stream.ts";
import { domainOf, domains, endpoints } from "./described-contract.ts";
import { ownRoutes } from "./own-routes.ts";
import { templateOf } from "./parameters.ts";
import { refusalResponses, requestIdHeader } from "./refusals.ts";
import { createSchemas, type JsonSchema } from "./schemas.ts";
import { securitySchemes } from "./security.ts";

const DESCRIPTION = `
Requests and streams of this server. [Events](/docs/events) has what comes down the streams.

Every answer is \`{ "success": true, "data": … }\` or \`{ "success": false, "errors": ["…"] }\`, with words that say what
to do. Streams are \`text/event-stream\`: they begin with a greeting that says whether the reader was resumed without
loss, and an event with an \`id\` can be resumed after, by \`Last-Event-ID\` or \`lastEventId\`.

A request that is not HTTP, comes too slowly or has too large headers is refused with the same body before any of what
stands here: 400, 408, 417, 431.
`.trim();

/** An OpenAPI document. */
export interface OpenApi {
  readonly openapi: "3.2.0";
  readonly info: JsonSchema;
  readonly paths: Readonly<Record<string, Readonly<Record<string, JsonSchema>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, JsonSchema>>; readonly [part: string]: unknown };
  readonly [part: string]: unknown;
}

/**
 * Describes every endpoint and stream of the contract, and the routes that are the server's own, from their definitions.
 *
 * @example createOpenApi({ version: "1.0.0" })
 */
export function createOpenApi({ version }: { readonly version: string }): OpenApi {
  const schemas = createSchemas();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  const add = (path: string, method: string, operation: JsonSchema) => {
    const template = templateOf(path);
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation };
  };
  for (const described of endpoints) {
    add(described.endpoint.path, described.endpoint.method, describeEndpoint(described, schemas));
  }
  for (const stream of servedStreams) {
    // Source 002 opens the chat where source 003 opens notifications.
    const also = stream.path === CHAT_ALIAS ? chatStream : undefined;
    add(stream.path, "get", describeStream({ stream, domain: domainOf(stream) ?? "", also }, schemas));
  }
  return {
    openapi: "3.2.0",
    info: { title: "Tidings", version, description: DESCRIPTION, license: { name: "MIT", identifier: "MIT" } },
    servers: [{ url: "/" }],
    tags: [
      ...domains.map(({ name, description }) => ({ name, description })),
      { name: "operations", description: "For whoever runs the server" },
    ],
    paths: { ...paths, ...ownRoutes },
    components: {
      schemas: schemas.components,
      responses: refusalResponses,
      headers: { RequestId: requestIdHeader },
      securitySchemes: {
        ...securitySchemes,
        metrics: {
          type: "http",
          scheme: "bearer",
          description: "`METRICS_TOKEN`, which whoever runs the server knows.",
        },
      },
    },
  };
}
