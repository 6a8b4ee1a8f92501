import type { IncomingMessage } from "node:http";

/** What follows `Bearer` in the `Authorization` header; undefined without one. */
export function bearerOf(request: IncomingMessage): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? "")?.[1];
}
