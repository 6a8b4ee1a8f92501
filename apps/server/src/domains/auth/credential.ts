import { parseCookie } from "cookie";
import type { Request } from "express";

/** The cookie that holds the token. */
export const SESSION_COOKIE = "jwt";

/** A token and where the request carried it. */
export interface Credential {
  readonly token: string;
  readonly via: "cookie" | "bearer" | "query";
}

const BEARER = /^Bearer +(\S.*)$/i;

/**
 * Finds a request's token: the cookie `jwt`, then `Authorization: Bearer`, then `?token=`, as source 000 orders them.
 * The first one found decides, even if it turns out bad and a later one would be good: one request is one identity, and
 * nobody has to guess whose (S1). Empty ones count as absent.
 */
export function findCredential(request: Request): Credential | undefined {
  const header = request.headers.cookie;
  const cookie = header === undefined ? undefined : parseCookie(header)[SESSION_COOKIE];
  if (cookie) return { token: cookie, via: "cookie" };
  const bearer = BEARER.exec(request.get("Authorization") ?? "")?.[1];
  if (bearer) return { token: bearer.trim(), via: "bearer" };
  const { token } = request.query;
  // Given twice it names two users; joined it is no token at all.
  const query = Array.isArray(token) ? token.join() : token;
  return typeof query === "string" && query !== "" ? { token: query, via: "query" } : undefined;
}
