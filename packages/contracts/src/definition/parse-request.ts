import * as z from "zod/mini";
import type { Schema } from "./event.ts";
import { type Parsed, parse } from "./parse.ts";

/** The query parameters that every endpoint takes without declaring them. */
export const ENDPOINT_PARAMETERS: readonly string[] = ["token"];

/** The query parameters that every stream takes without declaring them. */
export const STREAM_PARAMETERS: readonly string[] = ["token", "ticket", "lastEventId", "batch"];

const noBody = z.optional(z.strictObject({}));

/**
 * Checks a request's query against its schema, the same way on servers and on mocks. A parameter that is given twice is
 * refused, because one of its values would be lost (S21.1).
 *
 * @param besides Names that are read elsewhere: {@link ENDPOINT_PARAMETERS} or {@link STREAM_PARAMETERS}.
 * @example parseQuery(listOrders.query, new URL(request.url).searchParams, ENDPOINT_PARAMETERS)
 */
export function parseQuery<S extends Schema>(
  schema: S,
  parameters: URLSearchParams,
  besides: readonly string[],
): Parsed<z.output<S>> {
  const names = [...parameters.keys()];
  const twice = new Set(names.filter((name, index) => names.indexOf(name) !== index));
  if (twice.size > 0) {
    return { ok: false, issues: [...twice].map((name) => `${name} is given more than once; give it once`) };
  }
  const own = [...parameters].filter(([name]) => !besides.includes(name));
  return parse(schema, Object.fromEntries(own), "The query");
}

/**
 * Checks a request's body against its schema. An endpoint without a body accepts no body or an empty object, because
 * anything else would be lost (S21.1).
 *
 * @param value The JSON of the body; undefined where there is none.
 */
export function parseBody(schema: Schema | undefined, value: unknown): Parsed<unknown> {
  return parse(schema ?? noBody, value, "The body");
}
