import type { IncomingMessage } from "node:http";

/** The token after `Bearer` in the `Authorization` header; undefined if there is none. */
export function bearerOf(request: IncomingMessage): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? "")?.[1];
}
