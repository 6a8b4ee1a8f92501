import type { Refusals } from "./refusals.ts";
import type { JsonSchema } from "./schemas.ts";

/** A route that is the server's own and no part of the contract: `GET` of a path, as an operation. */
export interface OwnRoute {
  readonly path: string;
  /** Unique among all operations. */
  readonly operationId: string;
  /** The heading under which it stands: a part's, or one of the document's `tags`. */
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  /** The name of the scheme that it asks for. Default: none, anyone may come. */
  readonly security?: string;
  /** The answer of status 200, as OpenAPI writes it. */
  readonly answer: JsonSchema;
  /** By status: what a refusal says; undefined for what every refusal of that status says. Default: none. */
  readonly refusals?: Readonly<Record<number, string | undefined>>;
}

/** A route as an OpenAPI operation. */
export function describeOwnRoute(route: OwnRoute, refusals: Refusals): JsonSchema {
  const { operationId, tag, summary, description, security, answer, refusals: refused } = route;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: security === undefined ? [] : [{ [security]: [] }],
    responses: { 200: answer, ...refusals.responses(refused ?? {}) },
  };
}
