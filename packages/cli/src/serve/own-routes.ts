import type { JsonSchema, OwnRoute } from "@tidings/api-docs";
import { type AnyStream, MAX_IDEMPOTENCY_KEY, type Schema } from "@tidings/contracts";
import { MAX_TOPICS } from "./publish-message.ts";
import { LINES_TYPE, MAX_EVENTS } from "./read-events.ts";

const text = { "text/plain": { schema: { type: "string" } } };

/** The server's routes that are not part of the contract. */
export function ownRoutes(streams: readonly AnyStream[]): readonly OwnRoute[] {
  const tag = "operations";
  return [
    publishRoute(streams),
    {
      path: "/healthz",
      operationId: "health",
      tag,
      summary: "Whether the process lives",
      answer: { description: "It does", content: text },
    },
    {
      path: "/readyz",
      operationId: "readiness",
      tag,
      summary: "Whether this server should be sent readers",
      answer: { description: "It should", content: { "application/json": { schema: { type: "object" } } } },
      refusals: { 503: "The server is stopping" },
    },
    {
      path: "/metrics",
      operationId: "metrics",
      tag,
      summary: "What Prometheus reads",
      security: "metricsToken",
      answer: { description: "Metrics as text", content: text },
      refusals: { 401: undefined },
    },
  ];
}

function publishRoute(streams: readonly AnyStream[]): OwnRoute {
  return {
    method: "POST",
    path: "/publish",
    operationId: "publish",
    tag: "publishing",
    summary: "Publish one event, or several",
    description: `All events of a request are published, or none. A list has at most ${MAX_EVENTS}; with \`Idempotency-Key\` the same list is published once.`,
    security: "publishKey",
    idempotent: true,
    content: (use) => {
      const event = { anyOf: streams.flatMap((stream) => messagesOf(stream, use)) };
      const list = { type: "array", items: event, minItems: 1, maxItems: MAX_EVENTS };
      return {
        "application/json": { schema: { anyOf: [event, list] } },
        [LINES_TYPE]: { itemSchema: event },
      };
    },
    answer: {
      description: "The position of each event and topic; null for an event that is not durable",
      content: { "application/json": { schema: published } },
    },
    refusals: Object.fromEntries([400, 401, 404, 413, 415, 422, 500, 503].map((status) => [status, undefined])),
  };
}

const positions = { type: "array", items: { type: ["string", "null"] } };
const positioned = { type: "object", properties: { positions }, required: ["positions"] };
const published = {
  type: "object",
  properties: {
    success: { const: true },
    data: {
      anyOf: [
        positioned,
        {
          type: "object",
          description: "Of a list, in its order",
          properties: { events: { type: "array", items: positioned } },
          required: ["events"],
        },
      ],
    },
  },
  required: ["success", "data"],
};

/** The schemas of the events that may be published to a stream, one for each event. */
function messagesOf(stream: AnyStream, use: (schema: Schema) => JsonSchema): readonly JsonSchema[] {
  const custom = stream.custom === undefined ? [] : [messageOf(stream, { type: "string" }, use(stream.custom))];
  const events = Object.entries(stream.events).map(([event, { schema }]) =>
    messageOf(stream, { const: event }, use(schema)),
  );
  return [...events, ...custom];
}

function messageOf({ name }: AnyStream, event: JsonSchema, data: JsonSchema): JsonSchema {
  return {
    type: "object",
    properties: {
      stream: { const: name },
      event,
      data,
      topic: { type: "string", description: "Default: `all`" },
      topics: { type: "array", items: { type: "string" }, minItems: 1, maxItems: MAX_TOPICS },
      idempotencyKey: {
        type: "string",
        minLength: 1,
        maxLength: MAX_IDEMPOTENCY_KEY,
        description: "Identifies this attempt: sent again, it gets the first answer and is not published again",
      },
    },
    required: ["stream", "event", "data"],
    additionalProperties: false,
  };
}
