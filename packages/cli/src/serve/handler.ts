import type { IncomingMessage, ServerResponse } from "node:http";
import { Refusal } from "@tidings/admission";

/** Answers the requests of one address. Its caller answers what it throws. */
export type Handler = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void> | void;

/**
 * Refuses any method but one.
 *
 * @throws Refusal 405
 */
export function requireMethod({ method }: IncomingMessage, allowed: "POST", words: string): void {
  if (method !== allowed) throw new Refusal("method_not_allowed", [words], { headers: { Allow: allowed } });
}
