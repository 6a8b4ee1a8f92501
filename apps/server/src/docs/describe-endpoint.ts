import { type AnyEndpoint, connectionFields } from "@tidings/contracts";
import { recentOrders } from "@tidings/contracts/admin-orders";
import { servedStreams } from "../served-streams.ts";
import type { DescribedEndpoint } from "./described-contract.ts";
import { connectionParameter, idempotencyKey, pathParameters, queryParameters } from "./parameters.ts";
import { everyAnswerHas, refusalsOf } from "./refusals.ts";
import type { JsonSchema, Schemas } from "./schemas.ts";
import { securityOf, whoMay } from "./security.ts";

/** An endpoint as an OpenAPI operation. */
export function describeEndpoint({ domain, endpoint }: DescribedEndpoint, schemas: Schemas): JsonSchema {
  const { name, summary, description, access, path, query, body, status, samples, namesConnection, creates } = endpoint;
  return {
    operationId: name,
    tags: [domain],
    summary,
    description: [whoMay[access], description].filter((text) => text !== undefined).join(" "),
    security: securityOf(access, "endpoint"),
    parameters: [
      ...pathParameters(path),
      ...queryParameters(query, schemas),
      ...(namesConnection ? [connectionParameter(schemas)] : []),
      ...(creates ? [idempotencyKey] : []),
    ],
    ...(body && {
      requestBody: {
        required: true,
        content: {
          "application/json": {
            schema: schemas.use(body),
            ...(samples?.body !== undefined && { example: samples.body }),
          },
        },
      },
    }),
    responses: {
      [status]: {
        description: summary,
        headers: everyAnswerHas,
        content: {
          "application/json": {
            schema: successOf(endpoint, schemas),
            ...(samples && { example: exampleOf(endpoint, samples.data) }),
          },
        },
      },
      ...refusalsOf(endpoint),
    },
  };
}

/** The body of a success: `data`, at times a `message`, and in a snapshot the position to stream from (D5). */
function successOf(endpoint: AnyEndpoint, schemas: Schemas): JsonSchema {
  const snapshot = isSnapshot(endpoint);
  return {
    type: "object",
    properties: {
      success: { const: true },
      data: schemas.use(endpoint.data),
      message: { type: "string", description: "A line for people, where there is something to say" },
      ...(snapshot && {
        position: {
          ...schemas.use(connectionFields.position),
          description:
            "The log's position from before the rows: a stream opened with `lastEventId` at it misses nothing",
        },
      }),
    },
    required: ["success", "data", ...(snapshot ? ["position"] : [])],
  };
}

function exampleOf(endpoint: AnyEndpoint, data: unknown): unknown {
  return { success: true, data, ...(isSnapshot(endpoint) && { position: "k3f9a2:41" }) };
}

function isSnapshot(endpoint: AnyEndpoint): boolean {
  // The polling fallback of source 001 carries it too.
  return endpoint === recentOrders || servedStreams.some(({ snapshot }) => snapshot === endpoint);
}
