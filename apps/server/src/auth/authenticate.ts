import type { ServerResponse } from "node:http";
import { Refusal, type RevokedSessions, type Session, type StreamTickets } from "@tidings/admission";
import type { Access } from "@tidings/contracts";
import { authErrors, type User } from "@tidings/contracts/auth";
import { type CredentialRequest, findCredential, findTicket } from "./credential.ts";
import type { SessionCookie } from "./session-cookie.ts";
import type { Tokens } from "./tokens.ts";
import type { UserRepository } from "./user-repository.ts";

/** Who makes a request: the session that the token names, or that the ticket was made from, and its user. */
export interface Caller extends Session {
  /** The user as the database has it now, not as it was when the token was made. */
  readonly user: User;
}

/**
 * Resolves with the caller of a request (the briefs' `protect`). An invalid cookie is cleared on the response, because
 * it would win over any valid token for as long as the browser keeps it.
 *
 * @param stream The name of the requested stream. Tickets count only for streams (S13.4).
 * @throws Refusal `unauthenticated` (S1.3) without a valid token of an enabled user; `forbidden` if the user is not an
 *   admin and the request is for admins
 */
export type Authenticate = (
  request: CredentialRequest,
  response: ServerResponse,
  access: Exclude<Access, "anyone">,
  stream?: string,
) => Promise<Caller>;

/** Decides who makes a request, and whether that is still valid. */
export interface Authentication {
  readonly authenticate: Authenticate;
  /** Whether the session is not revoked and the user still has the same role (S12.1, S12.4). */
  isStillValid(caller: Caller): Promise<boolean>;
}

/** What {@link createAuthentication} asks. */
export interface AuthenticationParts {
  readonly tokens: Tokens;
  readonly tickets: StreamTickets;
  readonly revokedSessions: RevokedSessions;
  readonly users: UserRepository;
  readonly cookie: SessionCookie;
}

/**
 * Makes {@link Authentication}. The database, not the token, decides whether the user still exists and what the user
 * may do (S1.1, S12.4).
 */
export function createAuthentication(parts: AuthenticationParts): Authentication {
  const { tokens, tickets, revokedSessions, users, cookie } = parts;

  async function userOf(session: Session | undefined): Promise<User | undefined> {
    if (session === undefined || (await revokedSessions.isRevoked(session))) return undefined;
    return users.find(session.id);
  }

  /**
   * Redeems the ticket of a request for a stream. Its `session` is undefined if the ticket is invalid. Resolves with
   * undefined if the request has no ticket. The ticket is used up whatever else the request carries, because it was in
   * an address.
   */
  async function redeemTicket(request: CredentialRequest, stream: string | undefined) {
    const ticket = stream === undefined ? undefined : findTicket(request);
    if (stream === undefined || ticket === undefined) return undefined;
    return { session: await tickets.redeem(ticket, stream) };
  }

  const authenticate: Authenticate = async (request, response, access, stream) => {
    const credential = findCredential(request);
    const ticket = await redeemTicket(request, stream);
    const session = credential === undefined ? ticket?.session : tokens.verify(credential.token);
    const user = await userOf(session);
    if (credential?.via === "cookie" && user === undefined) cookie.clear(response);
    if (session === undefined || user === undefined || !agrees(ticket, session)) {
      throw new Refusal("unauthenticated", [authErrors[401]]);
    }
    if (access === "admin" && user.role !== "admin") throw new Refusal("forbidden", [authErrors[403]]);
    return { ...session, user };
  };

  return {
    authenticate,
    async isStillValid({ user, ...session }) {
      return (await userOf(session))?.role === user.role;
    },
  };
}

/** A ticket beside a token must be valid and of the same user, because a request has one identity (S1.2). */
function agrees(ticket: { readonly session: Session | undefined } | undefined, { id }: Session): boolean {
  return ticket === undefined || ticket.session?.id === id;
}
