import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { Refusal } from "../refusal.ts";
import { bearerOf } from "./bearer.ts";

/**
 * Makes the check of `Authorization: Bearer KEY` against the keys that are allowed. Every key is compared in constant
 * time, and all keys are compared each time, so that the time of an answer reveals nothing.
 *
 * @param keys With none, every request is refused.
 * @param need The refusal's message.
 * @returns a function that throws Refusal 401 for any other key, and without a key
 * @example const checkScraper = createKeyCheck([metricsToken], "Metrics need a token in Authorization: Bearer");
 */
export function createKeyCheck(
  keys: readonly string[],
  need: string,
): (request: Pick<IncomingMessage, "headers">) => void {
  const digests = keys.map(digestOf);
  return (request) => {
    const key = bearerOf(request);
    const given = key === undefined ? undefined : digestOf(key);
    const known = digests.filter((digest) => given !== undefined && timingSafeEqual(digest, given));
    if (known.length === 0) {
      throw new Refusal("unauthenticated", [need]);
    }
  };
}

function digestOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
