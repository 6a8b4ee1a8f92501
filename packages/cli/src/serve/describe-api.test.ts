import { expect, it } from "vitest";
import { buildsStream, secretsStream } from "../testing/ci-board.ts";
import { type DescribedServer, describeServer } from "./describe-api.ts";

const SERVER: DescribedServer = {
  streams: [buildsStream, secretsStream],
  open: new Set(["builds"]),
  takesTokens: true,
  cookie: "session",
};

/** The OpenAPI document of such a server, changed as a test wants it. */
async function documentOf(changes: Partial<DescribedServer> = {}) {
  const found = await describeServer({ ...SERVER, ...changes }).answer({ method: "GET", path: "/docs/openapi.json" });
  return JSON.parse(String(found?.body));
}

/** An event of a stream, as a backend sends it. */
const sent = (stream: string, event: string, schema: string) => ({
  type: "object",
  properties: {
    stream: { const: stream },
    event: { const: event },
    data: { $ref: `#/components/schemas/${schema}` },
    topic: { type: "string", description: "Default: `all`" },
    topics: { type: "array", items: { type: "string" }, minItems: 1, maxItems: 1000 },
    idempotencyKey: {
      type: "string",
      minLength: 1,
      maxLength: 255,
      description: expect.stringContaining("sent again"),
    },
  },
  required: ["stream", "event", "data"],
  additionalProperties: false,
});

it("D7.1: publishing takes any event of the contract, or a list, or lines, by a key; and answers with positions", async () => {
  const { paths } = await documentOf();
  const event = {
    anyOf: [
      sent("builds", "build_finished", "builds.build_finished"),
      sent("builds", "log_line", "builds.log_line"),
      sent("secrets", "build_finished", "builds.build_finished"),
    ],
  };
  const positions = {
    type: "object",
    properties: { positions: { type: "array", items: { type: ["string", "null"] } } },
    required: ["positions"],
  };
  const list = {
    type: "object",
    description: "Of a list, in its order",
    properties: { events: { type: "array", items: positions } },
    required: ["events"],
  };
  const statuses = [400, 401, 404, 413, 415, 422, 500, 503];
  expect(paths["/publish"]).toEqual({
    post: {
      operationId: "publish",
      tags: ["publishing"],
      summary: "Publish one event, or several",
      description: expect.stringContaining("A list has at most 1000"),
      security: [{ publishKey: [] }],
      parameters: [expect.objectContaining({ name: "Idempotency-Key", in: "header", required: false })],
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: { anyOf: [event, { type: "array", items: event, minItems: 1, maxItems: 1000 }] },
          },
          "application/x-ndjson": { itemSchema: event },
        },
      },
      responses: {
        200: {
          description: expect.stringContaining("null for an event that is not durable"),
          content: {
            "application/json": {
              schema: {
                type: "object",
                properties: { success: { const: true }, data: { anyOf: [positions, list] } },
                required: ["success", "data"],
              },
            },
          },
        },
        ...Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/Refused${status}` }])),
      },
    },
  });
});

it("health, readiness and metrics stand there for whoever runs the server", async () => {
  const { paths, tags } = await documentOf();
  const text = { "text/plain": { schema: { type: "string" } } };
  const refused = {
    "application/json": expect.objectContaining({ schema: { $ref: "#/components/schemas/ErrorBody" } }),
  };
  expect([paths["/healthz"], paths["/readyz"], paths["/metrics"]]).toEqual([
    {
      get: {
        operationId: "health",
        tags: ["operations"],
        summary: "Whether the process lives",
        security: [],
        responses: { 200: { description: "It does", content: text } },
      },
    },
    {
      get: {
        operationId: "readiness",
        tags: ["operations"],
        summary: "Whether this server should be sent readers",
        security: [],
        responses: {
          200: { description: "It should", content: { "application/json": { schema: { type: "object" } } } },
          503: expect.objectContaining({ content: refused }),
        },
      },
    },
    {
      get: {
        operationId: "metrics",
        tags: ["operations"],
        summary: "What Prometheus reads",
        security: [{ metricsToken: [] }],
        responses: {
          200: { description: "Metrics as text", content: text },
          401: { $ref: "#/components/responses/Refused401" },
        },
      },
    },
  ]);
  expect(tags.map(({ name }: { name: string }) => name)).toEqual(["streams", "tickets", "publishing", "operations"]);
});

it("each credential stands there as this server takes it; without tokens and a cookie only a backend has one", async () => {
  const bearer = { type: "http", scheme: "bearer", description: expect.any(String) };
  const backends = { publishKey: bearer, metricsToken: bearer };
  const readers = {
    bearer: { ...bearer, bearerFormat: "JWT" },
    ticket: { type: "apiKey", in: "query", name: "ticket", description: expect.any(String) },
  };
  const cookie = { type: "apiKey", in: "cookie", name: "session", description: expect.any(String) };
  const schemes = async (changes: Partial<DescribedServer>) => (await documentOf(changes)).components.securitySchemes;
  expect(await schemes({})).toEqual({ ...readers, cookie, ...backends });
  expect(await schemes({ cookie: undefined })).toEqual({ ...readers, ...backends });
  expect(await schemes({ takesTokens: false })).toEqual(backends);
});

it("S1.1: a stream that --public does not name needs a token, whatever its contract says", async () => {
  const { paths } = await documentOf({ open: new Set() });
  expect(paths["/builds"].get.security).toEqual([{ bearer: [] }, { cookie: [] }, { ticket: [] }]);
  const custom = { ...buildsStream, custom: secretsStream.query };
  const { paths: more } = await documentOf({ streams: [custom], takesTokens: false });
  expect(more["/publish"].post.requestBody.content["application/x-ndjson"].itemSchema.anyOf.at(-1)).toMatchObject({
    properties: { event: { type: "string" } },
  });
});
