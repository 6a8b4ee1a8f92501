import { addressKey, Refusal, type Revocations, type StreamTickets } from "@tidings/admission";
import { contractError } from "@tidings/admission/http";
import type { HashQueue, Passwords } from "@tidings/admission/passwords";
import type { LimitLogins } from "@tidings/admission/rates";
import { createStreamTicket, login, logout, me } from "@tidings/contracts/auth";
import { streams } from "@tidings/contracts/domains";
import { clientAddress, type EndpointContext, goneSignal, serveEndpoint } from "@tidings/express";
import type { Caller } from "./authenticate.ts";
import { findCredential } from "./credential.ts";
import type { SessionCookie } from "./session-cookie.ts";
import type { Tokens } from "./tokens.ts";
import type { UserRepository } from "./user-repository.ts";

/** What signing in needs. */
export interface AuthRoutes {
  readonly users: UserRepository;
  readonly passwords: Passwords;
  readonly hashes: HashQueue;
  readonly limitLogins: LimitLogins;
  readonly tokens: Tokens;
  readonly cookie: SessionCookie;
  readonly tickets: StreamTickets;
  readonly revocations: Revocations;
}

/** Signing in and out, who one is, and tickets for streams. */
export function serveAuth(context: EndpointContext<Caller>, routes: AuthRoutes): void {
  const { users, passwords, hashes, limitLogins, tokens, cookie, tickets, revocations } = routes;

  serveEndpoint(context, login, async ({ body, request, response }) => {
    const email = body.email.trim();
    const address = clientAddress(request);
    const gone = goneSignal(response);
    const attempt = await limitLogins(address, email);
    const known = await users.findLogin(email);
    const { failures } = attempt;
    let begun = false;
    const right = await hashes
      .run(
        () => {
          begun = true;
          return passwords.check(body.password, known?.passwordHash);
        },
        { address: addressKey(address), failures, gone },
      )
      .finally(() => begun || attempt.dropped());
    if (known === undefined || !right) throw contractError(login, 401);
    await attempt.succeeded();
    const token = tokens.sign(known.user);
    if (token === undefined) {
      throw new Refusal("unavailable", ["This server checks tokens but makes none; sign in where yours are made"]);
    }
    cookie.set(response, token);
    return { data: { token, user: known.user } };
  });

  serveEndpoint(context, logout, async ({ request, response }) => {
    const credential = findCredential(request);
    const session = credential && tokens.verify(credential.token);
    cookie.clear(response);
    if (session !== undefined) await revocations.endSession(session);
    return { data: {} };
  });

  serveEndpoint(context, createStreamTicket, async ({ body, principal }) => {
    const stream = streams.find(({ name }) => name === body.stream);
    if (stream === undefined) throw contractError(createStreamTicket, 400);
    if (stream.access === "admin" && principal.user.role !== "admin") throw contractError(createStreamTicket, 403);
    const { ticket, expiresAt } = await tickets.issue(principal, stream.name);
    return { data: { ticket, expiresAt: new Date(expiresAt).toISOString() } };
  });

  serveEndpoint(context, me, async ({ principal }) => ({ data: principal.user }));
}
