import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal } from "../refusal.ts";
import { bodyTypeOf, createReadText } from "./read-body.ts";

/** Reads a request's body as JSON; undefined when there is none. */
export type ReadJson = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>;

/**
 * Makes a reader of JSON bodies. An empty body counts as `{}`. A body that a parser in front has already read is used
 * as it is.
 *
 * @param limit Bytes of the longest body taken, counted after decompression; at least 1; Infinity takes any.
 * @throws HubError `invalid_options` for a limit out of its range (D28)
 * @throws Refusal from the function that it returns: 413 for a body that is too large, 415 if its headers do not say
 *   JSON in UTF-8, 400 if it is not a JSON object or list
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
 * @throws Refusal `bad_request` if it is not JSON, or neither an object nor a list
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
