import type { Schema } from "@tidings/contracts";
import { idempotencyKey } from "./parameters.ts";
import type { Refusals } from "./refusals.ts";
import type { JsonSchema, Schemas } from "./schemas.ts";

/** A route of the server that is not part of the contract. */
export interface OwnRoute {
  /** Default `GET`. */
  readonly method?: "GET" | "POST";
  readonly path: string;
  /** Unique among all operations. */
  readonly operationId: string;
  /** Its heading: a part's, or one of the document's `tags`. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** The name of the scheme that it requires. Default: none; anyone may call it. */
  readonly security?: string;
  /**
   * The content of the body by media type, as OpenAPI writes it. `use` returns the reference to a schema of the
   * contract. Default: no body.
   */
  readonly content?: (use: (schema: Schema) => JsonSchema) => JsonSchema;
  /** Whether it takes an `Idempotency-Key`. Default false. */
  readonly idempotent?: boolean;
  /** The answer of status 200, as OpenAPI writes it. */
  readonly answer: JsonSchema;
  /** By status: the message of a refusal; undefined for the status's usual message. Default: none. */
  readonly refusals?: Readonly<Record<number, string | undefined>>;
}

/** A route as an OpenAPI operation. */
export function describeOwnRoute(route: OwnRoute, schemas: Schemas, refusals: Refusals): JsonSchema {
  const { operationId, tag, summary, description, security, content, idempotent, answer, refusals: refused } = route;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: security === undefined ? [] : [{ [security]: [] }],
    ...(idempotent && { parameters: [idempotencyKey] }),
    ...(content && { requestBody: { required: true, content: content(schemas.use) } }),
    responses: { 200: answer, ...refusals.responses(refused ?? {}) },
  };
}
