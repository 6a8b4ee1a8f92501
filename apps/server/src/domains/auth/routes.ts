import { login, logout, me } from "@tidings/contracts/auth";
import { refusal } from "../../http/refusal.ts";
import { type EndpointHost, serveEndpoint } from "../../http/serve-endpoint.ts";
import { ServerError } from "../../server-error.ts";
import type { Passwords } from "./passwords.ts";
import type { SessionCookie } from "./session-cookie.ts";
import type { Tokens } from "./tokens.ts";
import type { UserRepository } from "./user-repository.ts";

/** What signing in needs. */
export interface AuthDomain {
  readonly users: UserRepository;
  readonly passwords: Passwords;
  readonly tokens: Tokens;
  readonly cookie: SessionCookie;
}

/** Signing in and out, and who one is. */
export function serveAuth(host: EndpointHost, { users, passwords, tokens, cookie }: AuthDomain): void {
  serveEndpoint(host, login, async ({ body, response }) => {
    const known = await users.findLogin(body.email.trim());
    const right = await passwords.check(body.password, known?.passwordHash);
    if (known === undefined || !right) throw refusal(login, 401);
    const token = tokens.sign(known.user);
    if (token === undefined) {
      throw new ServerError("unavailable", ["This server checks tokens but makes none; sign in where yours are made"]);
    }
    cookie.set(response, token);
    return { data: { token, user: known.user } };
  });

  serveEndpoint(host, logout, async ({ response }) => {
    cookie.clear(response);
    return { data: {} };
  });

  serveEndpoint(host, me, async ({ principal }) => ({ data: principal.user }));
}
