import { login, logout, me } from "@tidings/contracts/auth";
import type { HttpHandler } from "msw";
import { mockEndpoint } from "../server/mock-endpoint.ts";
import type { MockServer } from "../server/mock-server.ts";
import type { Accounts } from "./accounts.ts";

const cookie = (value: string, rest = "") => ({ "Set-Cookie": `jwt=${value}; Path=/; HttpOnly; SameSite=Lax${rest}` });

/** Every endpoint of the auth domain, with the rules of the real server. */
export function authHandlers(server: MockServer, accounts: Accounts): readonly HttpHandler[] {
  return [
    mockEndpoint(server, login, ({ body, fail }) => {
      const session = accounts.signIn(body.email, body.password);
      return session ? { data: session, headers: cookie(session.token) } : fail(401);
    }),
    mockEndpoint(server, logout, ({ token }) => {
      accounts.signOut(token);
      return { data: {}, headers: cookie("", "; Max-Age=0") };
    }),
    mockEndpoint(server, me, ({ user }) => ({ data: user })),
  ];
}
