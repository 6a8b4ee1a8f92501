import type { IncomingMessage } from "node:http";

const BEARER = /^Bearer +(\S.*)$/i;

/** Finds the token after `Bearer` in the `Authorization` header; undefined if there is none. */
export function bearerOf({ headers }: Pick<IncomingMessage, "headers">): string | undefined {
  return headers.authorization?.match(BEARER)?.[1]?.trimEnd();
}
