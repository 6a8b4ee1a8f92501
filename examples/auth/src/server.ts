import type { IncomingMessage, RequestListener } from "node:http";
import {
  createMemoryRevokedSessions,
  createRevocations,
  createStreamTickets,
  Refusal,
  type Session,
} from "@tidings/admission";
import { contractError } from "@tidings/admission/http";
import { createStreamTicket } from "@tidings/contracts/auth";
import {
  answerErrors,
  answerNotFound,
  createOrigins,
  createStreamFront,
  refuseForeignWrites,
  serveEndpoint,
  serveStreamRoute,
} from "@tidings/express";
import type { Hub } from "@tidings/hub";
import express from "express";
import type { CheckToken } from "./access-tokens.ts";
import { builds, signOut } from "./contract.ts";
import type { SessionCookies } from "./session-cookies.ts";

/** What says who somebody is; either may be missing in your server. */
export interface SignIns {
  readonly checkToken: CheckToken;
  readonly cookies: SessionCookies;
}

/** A server whose readers come with a bearer token, a session cookie, or a ticket. */
export function createApp(hub: Hub, { checkToken, cookies }: SignIns): RequestListener {
  const tickets = createStreamTickets();
  const revoked = createMemoryRevokedSessions();
  const revocations = createRevocations(hub, revoked);

  async function credential({ headers }: IncomingMessage, query: object, stream: string): Promise<Session | undefined> {
    const [, token] = /^Bearer (.+)$/i.exec(headers.authorization ?? "") ?? [];
    if (token !== undefined) return checkToken(token);
    if ("ticket" in query) return tickets.redeem(String(query.ticket), stream);
    return cookies.find(headers.cookie);
  }

  async function authenticate(
    request: IncomingMessage & { query: object },
    _response: unknown,
    _access: string,
    stream = "",
  ) {
    const session = await credential(request, request.query, stream);
    if (session === undefined || (await revoked.isRevoked(session))) {
      throw new Refusal("unauthenticated", ["Not authorized, token failed"]);
    }
    return session;
  }

  const app = express();
  const origins = createOrigins([]); // pages of this origin only
  const streams = createStreamFront(app, origins);
  const isStillValid = async (session: Session) => !(await revoked.isRevoked(session));
  const context = { router: app, streams, hub, revocations, isStillValid, authenticate };
  app.use(streams.handOn);
  app.use(refuseForeignWrites(origins, ({ headers }) => headers.authorization === undefined));

  serveStreamRoute(context, builds, ({ id }) => ({ topics: [builds.topic(id)] }));
  serveEndpoint(context, createStreamTicket, async ({ principal, body }) => {
    if (body.stream !== builds.name) throw contractError(createStreamTicket, 400);
    const { ticket, expiresAt } = await tickets.issue(principal, body.stream);
    return { data: { ticket, expiresAt: new Date(expiresAt).toISOString() } };
  });
  serveEndpoint(context, signOut, async ({ principal }) => {
    cookies.end(principal);
    await revocations.endSession(principal);
    return { data: {} };
  });
  app.use(answerNotFound, answerErrors({ onFailure: (thrown) => process.stderr.write(`${String(thrown)}\n`) }));
  return streams.listener;
}
