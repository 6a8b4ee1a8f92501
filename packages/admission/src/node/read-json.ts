import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal } from "../refusal.ts";
import { bodyTypeOf, createReadText } from "./read-body.ts";

/** Reads a request's body as JSON; undefined when there is none. */
export type ReadJson = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

/**
 * Makes the reader of JSON bodies. A body of no bytes counts as `{}`, and what a parser in front has read already is
 * taken as it is.
 *
 * @param limit Bytes of the longest body taken, counted after decompression; at least 1; Infinity takes any.
 * @throws HubError `invalid_options` for a limit out of its range (D28)
 * @throws Refusal from the function that it returns: 413 for a body that is too large, 415 for one that is not said to be
 *   JSON in UTF-8, 400 for one that is no JSON object or list
 * @example const readJson = createReadJson(65_536);
 */
export function createReadJson(limit: number): ReadJson {
  const readText = createReadText(limit);
  return async (request, response) => {
    const words = "Send the body as JSON, with the header Content-Type: application/json";
    if (bodyTypeOf(request, ["application/json"], words) === undefined) return undefined;
    if ("body" in request && request.body !== undefined) return request.body;
    return parseJson(await readText(request, response));
  };
}

/**
 * Parses the text of a body. The parser's own message would quote the body, which may hold a password.
 *
 * @throws Refusal `bad_request`: no JSON, or neither an object nor a list
 */
export function parseJson(text: string): unknown {
  if (text === "") return {};
  const value = parseOrNothing(text);
  if (typeof value === "object" && value !== null) return value;
  throw new Refusal("bad_request", ["The body is not valid JSON; check its quotes, commas and brackets"]);
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
