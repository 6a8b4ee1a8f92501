import type { JsonSchema, OwnRoute } from "@tidings/api-docs";

const tag = "operations";

/** The server's routes that are not part of the contract. */
export const ownRoutes: readonly OwnRoute[] = [
  {
    path: "/healthz",
    operationId: "health",
    tag,
    summary: "Whether the process and its database answer",
    description: "503 is a reason to restart it.",
    answer: said("The process and its database answer", "ok"),
    refusals: { 503: undefined },
  },
  {
    path: "/readyz",
    operationId: "readiness",
    tag,
    summary: "Whether this server should be sent readers",
    description: "503 while it drains, its database does not answer, or changes wait too long for the relay.",
    answer: said("It should", "ready"),
    refusals: { 503: "The server is going down; ask another" },
  },
  {
    path: "/metrics",
    operationId: "metrics",
    tag,
    summary: "What Prometheus reads",
    description: "For clients that send `METRICS_TOKEN` (S15). If the server has no such token, the answer is 404.",
    security: "metrics",
    answer: { description: "Metrics as text", content: { "text/plain": { schema: { type: "string" } } } },
    refusals: { 401: undefined, 404: undefined },
  },
  page("/docs", "docs", "These requests and streams, to read and try out"),
  page("/docs/events", "docsEvents", "The events of the streams, to read"),
  document("/docs/openapi.json", "openapi", "The requests and streams as an OpenAPI document"),
  document("/docs/asyncapi.json", "asyncapi", "The events as an AsyncAPI document"),
];

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

function page(path: string, operationId: string, summary: string): OwnRoute {
  const answer = { description: "A page", content: { "text/html": { schema: { type: "string" } } } };
  return { path, operationId, tag, summary, answer };
}

function document(path: string, operationId: string, summary: string): OwnRoute {
  const answer = { description: "The document", content: { "application/json": { schema: { type: "object" } } } };
  return { path, operationId, tag, summary, answer };
}
