import { Refusal } from "@tidings/admission";
import express, { type Request, type Response } from "express";

/** Reads a request's body as JSON; undefined when there is none. */
export type ReadJson = (request: Request, response: Response) => Promise<unknown>;

/**
 * Makes the reader of JSON bodies.
 *
 * @param limit Bytes of the longest body taken.
 */
export function createReadJson(limit: number): ReadJson {
  const parse = express.json({ limit, type: "application/json" });
  return async (request, response) => {
    // `is` answers null where there is no body.
    if (request.is("application/json") === false) {
      throw new Refusal("unsupported_type", ["Send the body as JSON, with the header Content-Type: application/json"]);
    }
    await new Promise<void>((resolve, reject) => {
      parse(request, response, (error?: unknown) =>
        error === undefined ? resolve() : reject(translate(error, limit)),
      );
    });
    return request.body;
  };
}

/** The parser's own messages quote the body, which may hold a password: only its error's type is looked at. */
function translate(error: unknown, limit: number): unknown {
  const type = error instanceof Error && "type" in error ? error.type : undefined;
  switch (type) {
    case "entity.too.large":
      return new Refusal("too_large", [`The body is larger than ${limit} bytes; send less`]);
    case "encoding.unsupported":
      return new Refusal("unsupported_type", ["Send the body uncompressed, or as gzip, deflate or br"]);
    case "charset.unsupported":
      return new Refusal("unsupported_type", ["Send the body in UTF-8"]);
    case "entity.parse.failed":
    case "request.aborted":
    case "request.size.invalid":
      return new Refusal("bad_request", ["The body is not valid JSON; check its quotes, commas and brackets"]);
    default:
      return isClientError(error) ? new Refusal("bad_request", ["The body cannot be read; send it as JSON"]) : error;
  }
}

function isClientError(error: unknown): boolean {
  return (
    error instanceof Error &&
    "status" in error &&
    typeof error.status === "number" &&
    error.status >= 400 &&
    error.status < 500
  );
}
