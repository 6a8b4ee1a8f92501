import type { Parsed } from "./parse.ts";

/**
 * The header that names one attempt to create something, however often it is sent (D25.7). As the IETF's draft
 * `draft-ietf-httpapi-idempotency-key-header` has it, its value is a quoted string.
 */
export const IDEMPOTENCY_KEY = "Idempotency-Key";

/** Characters of the longest key. */
export const MAX_IDEMPOTENCY_KEY = 255;

/** Milliseconds for which a server knows a key: 24 hours. Sent again later, the request is a new one. */
export const KEY_KEPT_MS = 24 * 60 * 60 * 1000;

/** The words of 409: the first request with this key is not done yet. */
export const attemptInProgress = `A request with this ${IDEMPOTENCY_KEY} is still being worked on; try again in a moment`;

/** The words of 422: the key was used for something else. */
export const keyOfAnotherBody = `This ${IDEMPOTENCY_KEY} was sent with another body before; make a new key for each new attempt`;

const MALFORMED = `${IDEMPOTENCY_KEY} must be one string of 1 to ${MAX_IDEMPOTENCY_KEY} printable ASCII characters in double quotes, for example "8e03978e-40d5-43e8"`;

/** RFC 9651 3.3.3: printable ASCII; a quote or a backslash stands behind a backslash. */
const QUOTED = /^"((?:[ !#-[\]-~]|\\["\\])*)"$/;
/** What people type without quotes: taken where it can mean nothing else. */
const BARE = /^[\w.:-]+$/;

/**
 * Reads the value of an {@link IDEMPOTENCY_KEY} header. A key of letters, digits and `_ . : -` may come without its
 * quotes; it is the same key.
 *
 * @param header As it came; two headers, which HTTP joins by a comma, are refused.
 * @example readIdempotencyKey('"8e03978e"') // { ok: true, data: "8e03978e" }
 */
export function readIdempotencyKey(header: string): Parsed<string> {
  const value = header.trim();
  const key = BARE.test(value) ? value : QUOTED.exec(value)?.[1]?.replace(/\\(.)/g, "$1");
  const fits = key !== undefined && key !== "" && key.length <= MAX_IDEMPOTENCY_KEY;
  return fits ? { ok: true, data: key } : { ok: false, issues: [MALFORMED] };
}

/**
 * Writes a key as the value of an {@link IDEMPOTENCY_KEY} header; undefined for one that no server takes.
 *
 * @example headers.set(IDEMPOTENCY_KEY, writeIdempotencyKey("8e03978e") ?? "")
 */
export function writeIdempotencyKey(key: string): string | undefined {
  const value = `"${key.replace(/["\\]/g, "\\$&")}"`;
  return readIdempotencyKey(value).ok ? value : undefined;
}
