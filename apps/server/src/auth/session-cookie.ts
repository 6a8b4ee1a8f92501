import type { ServerResponse } from "node:http";
import { type SerializeOptions, stringifySetCookie } from "cookie";
import { SESSION_COOKIE } from "./credential.ts";

/** Sets and clears the cookie that holds the token. */
export interface SessionCookie {
  set(response: ServerResponse, token: string): void;
  clear(response: ServerResponse): void;
}

/**
 * Makes the cookie HttpOnly, so that scripts cannot read it, and SameSite, so that other sites' forms and frames do not
 * send it (S5.1).
 *
 * @param secure Whether browsers may send it over HTTPS only.
 */
export function createSessionCookie(options: { readonly secure: boolean; readonly ttlSeconds: number }): SessionCookie {
  const attributes: SerializeOptions = { httpOnly: true, sameSite: "lax", secure: options.secure, path: "/" };
  return {
    set(response, token) {
      put(response, token, { ...attributes, maxAge: options.ttlSeconds });
    },
    clear(response) {
      put(response, "", { ...attributes, expires: new Date(0) });
    },
  };
}

function put(response: ServerResponse, value: string, attributes: SerializeOptions): void {
  response.appendHeader("Set-Cookie", stringifySetCookie({ ...attributes, name: SESSION_COOKIE, value }));
}
