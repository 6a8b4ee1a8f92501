import type { CookieOptions, Response } from "express";
import { SESSION_COOKIE } from "./credential.ts";

/** Sets and clears the cookie that holds the token. */
export interface SessionCookie {
  set(response: Response, token: string): void;
  clear(response: Response): void;
}

/**
 * Out of reach of scripts, not sent along by other sites' forms and frames (S5).
 *
 * @param secure Whether browsers may send it over HTTPS only.
 */
export function createSessionCookie(options: { readonly secure: boolean; readonly ttlSeconds: number }): SessionCookie {
  const attributes: CookieOptions = { httpOnly: true, sameSite: "lax", secure: options.secure, path: "/" };
  return {
    set(response, token) {
      response.cookie(SESSION_COOKIE, token, { ...attributes, maxAge: options.ttlSeconds * 1000 });
    },
    clear(response) {
      response.clearCookie(SESSION_COOKIE, attributes);
    },
  };
}
