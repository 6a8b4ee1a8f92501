import type { IncomingMessage } from "node:http";
import { Refusal } from "@tidings/admission";

/** Bytes of the longest body: a hundred events of the usual largest size would not fit a request anyway. */
const MAX_BODY = 1024 * 1024;

/**
 * Reads a request's body as JSON in UTF-8.
 *
 * @throws Refusal 413 for more than 1 MiB, 415 for another type, 400 for what is no JSON
 */
export async function readJsonBody(request: IncomingMessage): Promise<unknown> {
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new Refusal("unsupported_type", ["Content-Type must be application/json; curl sends it with --json"]);
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BODY) {
      throw new Refusal("too_large", [`The body is larger than ${MAX_BODY} bytes; send fewer events at a time`]);
    }
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new Refusal("bad_request", ["The body is not JSON in UTF-8"]);
  }
}
