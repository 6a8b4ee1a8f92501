import type { IncomingHttpHeaders } from "node:http";
import { bearerOf } from "@tidings/admission/node";
import { parseCookie } from "cookie";

/** The cookie that holds the token. */
export const SESSION_COOKIE = "jwt";

/** The parts of a request that say who makes it. */
export interface CredentialRequest {
  readonly headers: IncomingHttpHeaders;
  readonly query: Readonly<Record<string, unknown>>;
}

/** A token and where the request carried it. */
export interface Credential {
  readonly token: string;
  readonly via: "cookie" | "bearer" | "query";
}

/**
 * Finds a request's token: the cookie `jwt`, then `Authorization: Bearer`, then `?token=`, as brief 000 orders them.
 * The first one found decides, even if it is invalid and a later one would be valid, so that a request has one certain
 * identity (S1.4). Empty ones count as absent.
 */
export function findCredential(request: CredentialRequest): Credential | undefined {
  const header = request.headers.cookie;
  const cookie = header === undefined ? undefined : parseCookie(header)[SESSION_COOKIE];
  if (cookie) return { token: cookie, via: "cookie" };
  const bearer = bearerOf(request);
  if (bearer !== undefined) return { token: bearer, via: "bearer" };
  const query = queryText(request, "token");
  return query === undefined ? undefined : { token: query, via: "query" };
}

/** The ticket of a request for a stream (S13.1). An empty one counts as absent. */
export function findTicket(request: CredentialRequest): string | undefined {
  return queryText(request, "ticket");
}

/** A parameter that is given twice names two users. Its values are joined, which gives a text that was never issued. */
function queryText(request: CredentialRequest, name: "token" | "ticket"): string | undefined {
  const value = request.query[name];
  const text = Array.isArray(value) ? value.join() : value;
  return typeof text === "string" && text !== "" ? text : undefined;
}
