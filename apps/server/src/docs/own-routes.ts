import { responses } from "./refusals.ts";
import type { JsonSchema } from "./schemas.ts";

/** The routes that are the server's and no part of the contract, as OpenAPI paths. */
export const ownRoutes: Readonly<Record<string, { readonly get: JsonSchema }>> = {
  "/healthz": {
    get: {
      operationId: "health",
      tags: ["operations"],
      summary: "Whether the process and its database answer",
      description: "503 is a reason to restart it.",
      security: [],
      responses: { 200: said("The process and its database answer", "ok"), ...responses({}, [503]) },
    },
  },
  "/readyz": {
    get: {
      operationId: "readiness",
      tags: ["operations"],
      summary: "Whether this server should be sent readers",
      description: "503 while it drains, its database does not answer, or changes wait too long for the relay.",
      security: [],
      responses: {
        200: said("It should", "ready"),
        ...responses({ 503: "The server is going down; ask another" }, []),
      },
    },
  },
  "/metrics": {
    get: {
      operationId: "metrics",
      tags: ["operations"],
      summary: "What Prometheus reads",
      description: "For whoever shows `METRICS_TOKEN` (S15). Where the server has none, it is not here: 404.",
      security: [{ metrics: [] }],
      responses: {
        200: { description: "Metrics as text", content: { "text/plain": { schema: { type: "string" } } } },
        ...responses({}, [401, 404]),
      },
    },
  },
  "/docs": page("docs", "These requests and streams, to read and try out"),
  "/docs/events": page("docsEvents", "The events of the streams, to read"),
  "/docs/openapi.json": json("openapi", "The requests and streams as an OpenAPI document"),
  "/docs/asyncapi.json": json("asyncapi", "The events as an AsyncAPI document"),
};

function said(description: string, status: string): JsonSchema {
  const data = { type: "object", properties: { status: { const: status } }, required: ["status"] };
  const schema = {
    type: "object",
    properties: { success: { const: true }, data },
    required: ["success", "data"],
  };
  return {
    description,
    content: { "application/json": { schema, example: { success: true, data: { status } } } },
  };
}

function page(operationId: string, summary: string) {
  return {
    get: {
      operationId,
      tags: ["operations"],
      summary,
      security: [],
      responses: { 200: { description: "A page", content: { "text/html": { schema: { type: "string" } } } } },
    },
  };
}

function json(operationId: string, summary: string) {
  return {
    get: {
      operationId,
      tags: ["operations"],
      summary,
      security: [],
      responses: {
        200: { description: "The document", content: { "application/json": { schema: { type: "object" } } } },
      },
    },
  };
}
