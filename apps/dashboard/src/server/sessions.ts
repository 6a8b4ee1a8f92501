import { randomBytes } from "node:crypto";
import type { User } from "@tidings/contracts/auth";
import { parseCookie } from "cookie";
import type { CookieOptions, Request, Response } from "express";
import * as z from "zod";

/** The dashboard's own cookie, with a name that the API server does not read. */
const SESSION_COOKIE = "tidings_desk";

/** A session of this dashboard. */
export interface Session {
  readonly id: string;
  readonly user: User;
  /** The token for the API server. It never reaches the browser. */
  readonly token: string;
  /** Milliseconds since 1970 at which the token, and so the session, expires. */
  readonly expiresAt: number;
}

/** The sessions, in memory: a restart signs everyone out. */
export interface Sessions {
  begin(response: Response, user: User, token: string): Session;
  find(request: Request): Session | undefined;
  /** The token of the user's newest session; undefined without one. */
  tokenOf(userId: string): string | undefined;
  end(response: Response, session: Session): void;
  /** Ends a user's sessions whose token the API server refused. */
  drop(userId: string): void;
}

/** @param secure Whether browsers may send the cookie over HTTPS only. */
export function createSessions(secure: boolean): Sessions {
  const sessions = new Map<string, Session>();
  const attributes: CookieOptions = { httpOnly: true, sameSite: "lax", secure, path: "/" };
  const living = () => {
    const now = Date.now();
    for (const [id, { expiresAt }] of sessions) if (expiresAt <= now) sessions.delete(id);
    return sessions;
  };

  return {
    begin(response, user, token) {
      const session = { id: randomBytes(32).toString("base64url"), user, token, expiresAt: expiryOf(token) };
      living().set(session.id, session);
      response.cookie(SESSION_COOKIE, session.id, { ...attributes, maxAge: session.expiresAt - Date.now() });
      return session;
    },
    find(request) {
      const id = parseCookie(request.headers.cookie ?? "")[SESSION_COOKIE];
      return id === undefined ? undefined : living().get(id);
    },
    tokenOf(userId) {
      return [...living().values()].findLast(({ user }) => user.id === userId)?.token;
    },
    end(response, { id }) {
      sessions.delete(id);
      response.clearCookie(SESSION_COOKIE, attributes);
    },
    drop(userId) {
      for (const { id, user } of sessions.values()) if (user.id === userId) sessions.delete(id);
    },
  };
}

/** Reads when a token expires. The API server has just made it, so its claims can be read without a key. */
function expiryOf(token: string): number {
  const claims: unknown = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
  return z.object({ exp: z.number() }).parse(claims).exp * 1000;
}
