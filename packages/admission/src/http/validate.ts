import { type Parsed, parseQuery, type Schema } from "@tidings/contracts";
import type * as z from "zod";
import { Refusal } from "../refusal.ts";

/**
 * Returns the parsed value, or throws a refusal with the issues.
 *
 * @throws Refusal `bad_request`, one line an issue (S21.2)
 */
export function orRefuse<Data>(parsed: Parsed<Data>): Data {
  if (!parsed.ok) throw new Refusal("bad_request", parsed.issues);
  return parsed.data;
}

/**
 * Reads a request's query by its contract.
 *
 * @param besides Names that are read elsewhere.
 * @throws Refusal `bad_request`: a parameter that is wrong, given twice or unknown (S21.1)
 */
export function readQuery<S extends Schema>(
  schema: S,
  request: { readonly url?: string | undefined },
  besides: readonly string[],
): z.output<S> {
  const { url = "" } = request;
  const at = url.indexOf("?");
  const parameters = new URLSearchParams(at === -1 ? "" : url.slice(at + 1));
  return orRefuse(parseQuery(schema, parameters, besides));
}
