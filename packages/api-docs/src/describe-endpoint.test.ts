import { expect, it } from "vitest";
import { createOpenApi } from "./openapi.ts";
import { library } from "./testing/library-contract.ts";

const parts = [{ name: "library", description: "Loans", exports: library }];
const { paths } = createOpenApi({ parts, info: { title: "Library", version: "1.0.0" } });
const refused = (...statuses: readonly number[]) =>
  Object.fromEntries(statuses.map((status) => [status, { $ref: `#/components/responses/Refused${status}` }]));
const success = (data: object) => ({
  type: "object",
  properties: {
    success: { const: true },
    data,
    message: { type: "string", description: "A line for people; missing if there is nothing to say" },
  },
  required: ["success", "data"],
});

it("D5.1: a snapshot that admins read says who, by what, and that it carries the position to stream from", () => {
  expect(paths["/loans"]).toEqual({
    get: {
      operationId: "listLoans",
      tags: ["library"],
      summary: "Loans",
      description: "Admins.",
      security: [{ bearer: [] }],
      parameters: [
        { name: "reader", in: "query", required: true, description: "Whose", schema: { type: "string" } },
        { name: "late", in: "query", required: false, schema: { type: "string", const: "true" } },
      ],
      responses: {
        "200": {
          description: "Loans",
          headers: {},
          content: {
            "application/json": {
              schema: {
                type: "object",
                properties: {
                  success: { const: true },
                  data: { type: "array", items: { $ref: "#/components/schemas/Loan" } },
                  message: {
                    type: "string",
                    description: "A line for people; missing if there is nothing to say",
                  },
                  position: {
                    type: "string",
                    description:
                      "The log's position from before the rows: a stream opened with `lastEventId` at it misses nothing",
                  },
                },
                required: ["success", "data", "position"],
              },
              example: { success: true, data: [{ id: "l-1", due: "2026-03-01" }], position: "k3f9a2:41" },
            },
          },
        },
        ...refused(400, 401, 403, 429, 500, 503),
      },
    },
  });
});

it("D25.1, D23.3: a request that creates something has its path, body, key and connection, and what may refuse it", () => {
  const { get, post, ...more } = paths["/shelves/{shelf}/books/{book}/loans"] ?? {};
  expect([get, more]).toEqual([undefined, {}]);
  expect(post).toEqual({
    operationId: "lend",
    tags: ["library"],
    summary: "Lend a book",
    description: "Whoever is signed in. Notes it.",
    security: [{ bearer: [] }],
    parameters: [
      { name: "shelf", in: "path", required: true, schema: { type: "string" } },
      { name: "book", in: "path", required: true, schema: { type: "string" } },
      {
        name: "Tidings-Connection-Id",
        in: "header",
        required: false,
        description:
          "The `connectionId` of the greeting of the sender's own stream, or `none`: the sender's other streams are told too. Without it none of the sender's is.",
        schema: { type: "string", pattern: "^[\\w.-]{1,64}$" },
      },
      {
        name: "Idempotency-Key",
        in: "header",
        required: false,
        description:
          "A key of your own for this attempt, in double quotes. If you send the request again with the same key and body within 24 hours, nothing more is created and you get the first answer again. Make a new key for each new attempt.",
        schema: { type: "string", example: '"8e03978e-40d5-43e8-bc93-6894a57f9324"' },
      },
    ],
    requestBody: {
      required: true,
      content: {
        "application/json": {
          schema: {
            type: "object",
            properties: { days: { type: "number" } },
            required: ["days"],
          },
          example: { days: 7 },
        },
      },
    },
    responses: {
      "201": {
        description: "Lend a book",
        headers: {},
        content: {
          "application/json": {
            schema: success({ $ref: "#/components/schemas/Loan" }),
            example: { success: true, data: { id: "l-1", due: "2026-03-01" } },
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
            example: { success: false, errors: ["No such book"] },
          },
        },
      },
      ...refused(409, 413, 415, 422, 429, 500, 503),
    },
  });
});

it("what anyone may ask needs no token; a query of any names is one parameter", () => {
  expect(paths["/hours"]?.get).toEqual({
    operationId: "hours",
    tags: ["library"],
    summary: "Opening hours",
    description: "Anyone.",
    security: [],
    parameters: [
      {
        name: "attributes",
        in: "query",
        required: false,
        description: "Any other parameters",
        style: "form",
        explode: true,
        schema: { type: "object", additionalProperties: { type: "string" } },
      },
    ],
    responses: {
      "200": {
        description: "Opening hours",
        headers: {},
        content: {
          "application/json": {
            schema: success({ type: "string" }),
          },
        },
      },
      ...refused(400, 500, 503),
    },
  });
});

it("a write that anyone may send can be of a foreign page, or no JSON", () => {
  expect(paths["/joke"]?.put).toEqual({
    operationId: "joke",
    tags: ["library"],
    summary: "Tell a joke",
    description: "Anyone.",
    security: [],
    parameters: [],
    requestBody: {
      required: true,
      content: {
        "application/json": { schema: { type: "string" } },
      },
    },
    responses: {
      "200": {
        description: "Tell a joke",
        headers: {},
        content: {
          "application/json": {
            schema: success({ type: "null" }),
          },
        },
      },
      ...refused(400, 403, 413, 415, 500, 503),
    },
  });
});
