import { type AnyEndpoint, connectionFields } from "@tidings/contracts";
import { type Api, type DescribedEndpoint, isSnapshot } from "./api.ts";
import { connectionParameter, idempotencyKey, pathParameters, queryParameters } from "./parameters.ts";
import type { Refusals } from "./refusals.ts";
import type { JsonSchema, Schemas } from "./schemas.ts";
import { alternatives, whoMay } from "./security.ts";

/** An endpoint as an OpenAPI operation. */
export function describeEndpoint(
  api: Api,
  { part, endpoint }: DescribedEndpoint,
  schemas: Schemas,
  refusals: Refusals,
): JsonSchema {
  const snapshot = isSnapshot(api, endpoint);
  const { name, summary, description, access, path, query, body, status, samples, namesConnection, creates } = endpoint;
  return {
    operationId: name,
    tags: [part],
    summary,
    description: [whoMay[access], description].filter((text) => text !== undefined).join(" "),
    security: alternatives(api, access, "endpoints"),
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
        headers: refusals.everyAnswerHas,
        content: {
          "application/json": {
            schema: successOf(endpoint, snapshot, schemas),
            ...(samples && { example: exampleOf(samples.data, snapshot) }),
          },
        },
      },
      ...refusals.ofEndpoint(endpoint),
    },
  };
}

/** The body of a success: `data`, sometimes a `message`, and in a snapshot the position to stream from (D5.1). */
function successOf(endpoint: AnyEndpoint, snapshot: boolean, schemas: Schemas): JsonSchema {
  return {
    type: "object",
    properties: {
      success: { const: true },
      data: schemas.use(endpoint.data),
      message: { type: "string", description: "A line for people; missing if there is nothing to say" },
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

function exampleOf(data: unknown, snapshot: boolean): unknown {
  return { success: true, data, ...(snapshot && { position: "k3f9a2:41" }) };
}
