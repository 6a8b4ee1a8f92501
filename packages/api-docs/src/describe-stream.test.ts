import { expect, it } from "vitest";
import { createOpenApi } from "./openapi.ts";
import { library } from "./testing/library-contract.ts";

const parts = [{ name: "library", description: "Loans", exports: library }];
const alsoAt = { "/loans/stream": library.deskStream };
const info = { title: "Library", version: "1.0.0" };
const { paths } = createOpenApi({ parts, info, alsoAt });

/** What every stream takes beside its own query. */
const everyStreamTakes = [
  {
    name: "Last-Event-ID",
    in: "header",
    required: false,
    description: "Resume after this position (D4.1); browsers send it by themselves when they reconnect",
    schema: {
      type: "string",
      description: "A position as a snapshot or an event's `id` names it",
    },
  },
  {
    name: "lastEventId",
    in: "query",
    required: false,
    description: "The same, for clients that cannot set the header; the header wins over it",
    schema: {
      type: "string",
      description: "A position as a snapshot or an event's `id` names it",
    },
  },
  {
    name: "batch",
    in: "query",
    required: false,
    description: "`true` delivers the events of one turn as one event `batch` (D15.1)",
    schema: {
      type: "string",
      enum: ["true", "false"],
    },
  },
];

/** The headers of every open stream. */
const streamHeaders = {
  "Cache-Control": {
    schema: {
      const: "no-cache, no-transform",
    },
  },
  "X-Content-Type-Options": {
    schema: {
      const: "nosniff",
    },
  },
  "X-Accel-Buffering": {
    description: "Asks nginx not to buffer",
    schema: {
      const: "no",
    },
  },
  "Content-Encoding": {
    description: "Only if the server compresses streams and the reader accepts it",
    schema: {
      const: "gzip",
    },
  },
};

const refused = (...statuses: readonly number[]) =>
  Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/Refused${status}` }]));

/** A block with this event, and with a position unless it is of the moment. */
const block = (name: string, schema: string, id = true) => ({
  title: name,
  type: "object",
  properties: {
    event: { const: name },
    ...(id && { id: { type: "string", description: "A position to resume after" } }),
    data: {
      type: "string",
      contentMediaType: "application/json",
      contentSchema: { $ref: `#/components/schemas/${schema}` },
    },
  },
  required: ["event", "data"],
});

const ending = {
  ...block("ending", "ending"),
  properties: {
    ...block("ending", "ending", false).properties,
    retry: { type: "integer", description: "Milliseconds after which to reconnect" },
  },
};

const deskFrames = [
  block("connected", "desk.connected"),
  block("lamp", "late-loans.lamp", false),
  block("batch", "batch"),
  ending,
];

it("a stream's address says who may open it, its events, its snapshot, what it greets with, and the stream that is there too", () => {
  expect(paths["/loans/stream"]?.get).toEqual({
    operationId: "lateLoansStream",
    tags: ["library"],
    summary: "Loans as they come",
    description:
      "Admins. Of all readers.\n\n| event | sent when | delivery |\n| --- | --- | --- |\n| `lent` | A book was lent | stored, resumable; worthless after 5 s |\n| `lamp` |  | of the moment; a newer one replaces an unsent one |\n| any other | A custom event, with any payload | as its publisher says |\n\nSnapshot: `GET /loans`, whose `position` is what to resume from.\n\nEvery 30 s a comment, `: shh`, says that the connection lives.\n\nWith `desk` and `side` it is the stream `desk`, as at `GET /desk`.",
    security: [{ bearer: [] }],
    parameters: [
      ...[
        { name: "shelf", in: "query", required: true, schema: { type: "string" } },
        { name: "desk", in: "query", required: false, schema: { type: "string" } },
        { name: "side", in: "query", required: false, schema: { type: "string" } },
      ],
      ...everyStreamTakes,
    ],
    responses: {
      "200": {
        description: "The stream, open until one side ends it",
        headers: streamHeaders,
        content: {
          "text/event-stream": {
            itemSchema: {
              anyOf: [
                {
                  title: "connected, without a name",
                  type: "object",
                  properties: {
                    event: false,
                    id: { type: "string", description: "A position to resume after" },
                    data: {
                      type: "string",
                      contentMediaType: "application/json",
                      contentSchema: { $ref: "#/components/schemas/late-loans.connected" },
                    },
                  },
                  required: ["data"],
                },
                block("lent", "late-loans.lent"),
                block("lamp", "late-loans.lamp", false),
                {
                  title: "any other",
                  type: "object",
                  properties: {
                    event: { type: "string", not: { enum: ["connected", "lent", "lamp", "batch", "ending"] } },
                    id: { type: "string", description: "A position to resume after" },
                    data: { type: "string", contentMediaType: "application/json", contentSchema: {} },
                  },
                  required: ["event", "data"],
                },
                block("batch", "batch"),
                ending,
                ...deskFrames,
              ],
            },
            examples: {
              "late-loans": {
                summary: "How late-loans begins",
                value:
                  'id: k3f9a2:41\ndata: {"connectionId":"c-1","heartbeatMs":30000,"position":"k3f9a2:41","resume":"none"}\n\nevent: lent\nid: k3f9a2:42\ndata: {"loan":{"id":"l-1","due":"2026-03-01"},"copies":2}\n\n',
              },
              desk: {
                summary: "How desk begins",
                value:
                  'event: connected\nid: k3f9a2:41\ndata: {"connectionId":"c-1","heartbeatMs":30000,"position":"k3f9a2:41","resume":"none"}\n\n',
              },
            },
          },
        },
      },
      ...refused(400, 401, 403),
      "404": {
        description: "It does not exist, or the caller may not see it",
        headers: {},
        content: {
          "application/json": {
            schema: { $ref: "#/components/schemas/ErrorBody" },
            example: { success: false, errors: ["No such shelf"] },
          },
        },
      },
      ...refused(429, 500, 503),
    },
    "x-stream": "late-loans",
  });
});

it("a stream that anyone may open takes a token, but needs none", () => {
  expect(paths["/desk"]?.get).toEqual({
    operationId: "deskStream",
    tags: ["library"],
    summary: "The desk",
    description:
      "Anyone.\n\n| event | sent when | delivery |\n| --- | --- | --- |\n| `lamp` |  | of the moment; a newer one replaces an unsent one |\n\nEvery 30 s a comment, `: heartbeat`, says that the connection lives.",
    security: [{}, { bearer: [] }],
    parameters: [
      ...[
        { name: "desk", in: "query", required: true, schema: { type: "string" } },
        { name: "side", in: "query", required: true, schema: { type: "string" } },
      ],
      ...everyStreamTakes,
    ],
    responses: {
      "200": {
        description: "The stream, open until one side ends it",
        headers: streamHeaders,
        content: {
          "text/event-stream": {
            itemSchema: { anyOf: deskFrames },
            examples: {
              desk: {
                summary: "How desk begins",
                value:
                  'event: connected\nid: k3f9a2:41\ndata: {"connectionId":"c-1","heartbeatMs":30000,"position":"k3f9a2:41","resume":"none"}\n\n',
              },
            },
          },
        },
      },
      ...refused(400, 401, 429, 500, 503),
    },
    "x-stream": "desk",
  });
});

it("without another stream at its address, a stream is described by itself; what is served need not be of a part", () => {
  const alone = createOpenApi({ parts: [], streams: [library.loansStream], info }).paths["/loans/stream"]?.get;
  expect(alone).toMatchObject({ operationId: "lateLoansStream", tags: [] });
  expect(alone?.description).toMatch(/says that the connection lives\.$/);
  expect(JSON.stringify(alone)).not.toContain('"desk"');
});
