import { randomBytes } from "node:crypto";
import { createMemoryTicketStore } from "./memory-ticket-store.ts";
import type { Session } from "./session.ts";

/**
 * Milliseconds for which a ticket is valid: long enough for a slow phone to open its stream, too short to be worth
 * stealing.
 */
export const TICKET_TTL_MS = 30_000;

/**
 * A port: where tickets are stored until they are used. Here memory implements it; in Redis each method is one command
 * (`SET EX`, `GETDEL`).
 */
export interface TicketStore<Who = Session> {
  put(ticket: string, value: IssuedTicket<Who>, ttlMs: number): Promise<void>;
  /** Returns a ticket and removes it in the same step, so that only one of two simultaneous calls gets it. */
  take(ticket: string): Promise<IssuedTicket<Who> | undefined>;
}

/** What a ticket stands for. */
export interface IssuedTicket<Who = Session> {
  /** The session that asked for it. */
  readonly session: Who;
  /** The name of the one stream that it opens. */
  readonly stream: string;
}

/** Makes and redeems one-time tickets: each opens one stream once (S13.1). */
export interface StreamTickets<Who = Session> {
  issue(session: Who, stream: string): Promise<{ readonly ticket: string; readonly expiresAt: number }>;
  /**
   * Resolves with the session of a ticket, once; undefined if the ticket is used, expired, unknown or for another
   * stream.
   */
  redeem(ticket: string, stream: string): Promise<Who | undefined>;
}

/**
 * Makes {@link StreamTickets} of 256 random bits. A ticket that is sent to the wrong stream is used up as well, because
 * it was in an address that may be logged. `redeem` does not check whether the session was revoked: its caller does, as
 * with any token.
 *
 * @param store Where unused tickets are kept. Default: this process's memory, so that a restart ends them (S13.3).
 * @param keep Picks the fields of a session that a ticket stores, if streams need more than the three fields of {@link
 *   Session}. Default: those three.
 * @example
 * const tickets = createStreamTickets();
 * const { ticket } = await tickets.issue({ id: "ada", sessionId: "s1", expiresAt }, "orders");
 * await tickets.redeem(ticket, "orders"); // ada's session, once
 */
export function createStreamTickets(store?: TicketStore): StreamTickets;
export function createStreamTickets<Who extends Expiring>(
  store: TicketStore<Who>,
  keep: (session: Who) => Who,
): StreamTickets<Who>;
export function createStreamTickets(
  store: TicketStore = createMemoryTicketStore(),
  keep: (session: Session) => Session = ({ id, sessionId, expiresAt }) => ({ id, sessionId, expiresAt }),
): StreamTickets {
  return {
    async issue(session, stream) {
      const ticket = randomBytes(32).toString("base64url");
      const expiresAt = Math.min(Date.now() + TICKET_TTL_MS, session.expiresAt);
      await store.put(ticket, { session: keep(session), stream }, expiresAt - Date.now());
      return { ticket, expiresAt };
    },
    async redeem(ticket, stream) {
      const issued = await store.take(ticket);
      return issued?.stream === stream && issued.session.expiresAt > Date.now() ? issued.session : undefined;
    },
  };
}

/** Anything that expires at a known time, in milliseconds since 1970. */
type Expiring = Pick<Session, "expiresAt">;
