import type { Access } from "@tidings/contracts";
import { authErrors, type User } from "@tidings/contracts/auth";
import type { Request, Response } from "express";
import { ServerError } from "../../server-error.ts";
import { type Credential, findCredential } from "./credential.ts";
import type { SessionCookie } from "./session-cookie.ts";
import type { Tokens } from "./tokens.ts";
import type { UserRepository } from "./user-repository.ts";

/** Who makes a request. */
export interface Principal {
  /** As the database has them now, not as the token had them when it was made. */
  readonly user: User;
  /** When the token ends, in milliseconds since 1970. */
  readonly expiresAt: number;
  readonly via: Credential["via"];
}

/**
 * Answers who makes a request (the sources' `protect`). A cookie that fails is cleared on the response: it would go
 * before any good token for as long as the browser keeps it.
 *
 * @throws ServerError `unauthenticated` without a good token of an enabled user; `forbidden` to a user where admins only may go
 */
export type Authenticate = (
  request: Request,
  response: Response,
  access: Exclude<Access, "anyone">,
) => Promise<Principal>;

/** Makes {@link Authenticate}. The database says what a user may do, and whether there still is one (S1). */
export function createAuthenticate(tokens: Tokens, users: UserRepository, cookie: SessionCookie): Authenticate {
  return async (request, response, access) => {
    const credential = findCredential(request);
    const claims = credential && tokens.verify(credential.token);
    const user = claims && (await users.find(claims.userId));
    if (credential === undefined || claims === undefined || user === undefined) {
      if (credential?.via === "cookie") cookie.clear(response);
      throw new ServerError("unauthenticated", [authErrors[401]]);
    }
    if (access === "admin" && user.role !== "admin") throw new ServerError("forbidden", [authErrors[403]]);
    return { user, expiresAt: claims.expiresAt, via: credential.via };
  };
}
