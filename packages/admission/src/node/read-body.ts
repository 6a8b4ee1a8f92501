import type { IncomingMessage, ServerResponse } from "node:http";
import { numberOption } from "@tidings/hub";
import bodyParser from "body-parser";
import { Refusal } from "../refusal.ts";

/** Reads a request's body as text. */
export type ReadText = (request: IncomingMessage, response: ServerResponse) => Promise<string>;

/**
 * The media type of a request's body in lower case, without its parameters; undefined where there is no body.
 *
 * @param types The accepted media types.
 * @param words The message for any other type.
 * @throws Refusal `unsupported_type`: for another type, or a charset other than UTF-8
 */
export function bodyTypeOf({ headers }: IncomingMessage, types: readonly string[], words: string): string | undefined {
  if (headers["transfer-encoding"] === undefined && headers["content-length"] === undefined) return undefined;
  const [type = "", ...parameters] = (headers["content-type"] ?? "").toLowerCase().split(";");
  if (!types.includes(type.trim())) throw new Refusal("unsupported_type", [words]);
  const charset = parameters.map((one) => /^\s*charset\s*=\s*"?([^"\s]*)/.exec(one)?.[1]).find(Boolean);
  if (charset !== undefined && charset !== "utf-8" && charset !== "utf8") {
    throw new Refusal("unsupported_type", ["Send the body in UTF-8"]);
  }
  return type.trim();
}

/**
 * Makes a reader of UTF-8 bodies, plain or compressed by gzip, deflate or br. An empty body gives the empty text.
 *
 * @param limit Bytes of the longest body taken, counted after decompression; at least 1; Infinity takes any.
 * @throws HubError `invalid_options` for a limit out of its range (D28)
 * @throws Refusal from the function that it returns: `too_large`, `unsupported_type` for another compression,
 *   `bad_request` for a body that is incomplete or not UTF-8
 */
export function createReadText(limit: number): ReadText {
  numberOption("the limit of a body", limit, { min: 1, max: Number.POSITIVE_INFINITY, whole: true });
  const parse = bodyParser.raw({ limit, type: () => true });
  return async (request, response) => {
    await new Promise<void>((resolve, reject) => {
      parse(request, response, (error?: unknown) =>
        error === undefined ? resolve() : reject(translate(error, limit)),
      );
    });
    return "body" in request && Buffer.isBuffer(request.body) ? decode(request.body) : "";
  };
}

/** Decodes strictly. Node's own decoding would silently replace invalid bytes by another character. */
function decode(bytes: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal("bad_request", ["The body is not valid UTF-8; send it in UTF-8"]);
  }
}

/** Looks only at the type of the parser's error, because its message quotes the request. */
function translate(error: unknown, limit: number): unknown {
  if (!(error instanceof Error && "status" in error && Number(error.status) < 500)) return error;
  const type = "type" in error ? error.type : undefined;
  if (type === "entity.too.large") {
    return new Refusal("too_large", [`The body is larger than ${limit} bytes; send less`]);
  }
  if (type === "encoding.unsupported") {
    return new Refusal("unsupported_type", ["Send the body uncompressed, or as gzip, deflate or br"]);
  }
  return new Refusal("bad_request", ["The body cannot be read; send it whole, and as its headers say"]);
}
