import type { Parsed } from "./parse.ts";

/**
 * The header that identifies one attempt to create something, however often it is sent (D25.7). Its value is a quoted
 * string, as the IETF's draft `draft-ietf-httpapi-idempotency-key-header` says.
 */
export const IDEMPOTENCY_KEY = "Idempotency-Key";

/** Characters of the longest key. */
export const MAX_IDEMPOTENCY_KEY = 255;

/** Milliseconds for which a server remembers a key: 24 hours. A request that is repeated later counts as a new one. */
export const KEY_KEPT_MS = 24 * 60 * 60 * 1000;

/** The message of 409: the first request with this key is still running. */
export const attemptInProgress = `A request with this ${IDEMPOTENCY_KEY} is still being worked on; try again in a moment`;

/** The message of 422: the key was used with another body. */
export const keyOfAnotherBody = `This ${IDEMPOTENCY_KEY} was sent with another body before; make a new key for each new attempt`;

const MALFORMED = `${IDEMPOTENCY_KEY} must be one string of 1 to ${MAX_IDEMPOTENCY_KEY} printable ASCII characters in double quotes, for example "8e03978e-40d5-43e8"`;

/** RFC 9651 3.3.3: printable ASCII; a quote or a backslash stands behind a backslash. */
const QUOTED = /^"((?:[ !#-[\]-~]|\\["\\])*)"$/;
/** A key without its quotes. It is accepted because it cannot mean anything else. */
const BARE = /^[\w.:-]+$/;

/**
 * Reads the value of an {@link IDEMPOTENCY_KEY} header. A key of letters, digits and `_ . : -` may come without its
 * quotes; it is the same key.
 *
 * @param header The header's value as received. Two such headers, which HTTP joins by a comma, are refused.
 * @example readIdempotencyKey('"8e03978e"') // { ok: true, data: "8e03978e" }
 */
export function readIdempotencyKey(header: string): Parsed<string> {
  const value = header.trim();
  const key = BARE.test(value) ? value : QUOTED.exec(value)?.[1]?.replace(/\\(.)/g, "$1");
  const fits = key !== undefined && key !== "" && key.length <= MAX_IDEMPOTENCY_KEY;
  return fits ? { ok: true, data: key } : { ok: false, issues: [MALFORMED] };
}

/**
 * Writes a key as the value of an {@link IDEMPOTENCY_KEY} header; undefined for a key that no server accepts.
 *
 * @example headers.set(IDEMPOTENCY_KEY, writeIdempotencyKey("8e03978e") ?? "")
 */
export function writeIdempotencyKey(key: string): string | undefined {
  const value = `"${key.replace(/["\\]/g, "\\$&")}"`;
  return readIdempotencyKey(value).ok ? value : undefined;
}
