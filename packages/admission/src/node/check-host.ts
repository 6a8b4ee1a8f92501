import type { IncomingMessage } from "node:http";
import { Refusal } from "../refusal.ts";

/** A name, an IPv4 address or an IPv6 address in brackets, and perhaps a port (RFC 9110 7.2). */
const HOST = /^(?:\[[\da-f:.]+\]|[\w.~!$&'()*+,;=%-]*)(?::\d*)?$/i;

/**
 * Refuses a request whose `Host` is missing, sent twice or malformed (RFC 9112 3.2), and one with two `Authorization`
 * headers (S1). Node itself refuses only a missing `Host`, and without the error body. Of two headers it takes one,
 * where a proxy in front of it may take the other.
 *
 * @throws Refusal `bad_request`
 */
export function checkHost(request: IncomingMessage): void {
  const { host } = request.headers;
  if (host === undefined && request.httpVersion === "1.1") refuse("The header Host is missing; send it");
  if (countOf("host", request.rawHeaders) > 1) refuse("The header Host came more than once; send it once");
  if (host !== undefined && !HOST.test(host)) refuse("The header Host is not a host; send it as example.com:8000");
  if (countOf("authorization", request.rawHeaders) > 1) {
    refuse("The header Authorization came more than once; send it once");
  }
}

function refuse(line: string): never {
  throw new Refusal("bad_request", [line]);
}

/**
 * Counts a header; in `rawHeaders` names and values alternate. Node's table of all headers (`headersDistinct`) is not
 * used, because it would stay in memory as long as the stream.
 */
function countOf(name: string, rawHeaders: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === name) count += 1;
  return count;
}
