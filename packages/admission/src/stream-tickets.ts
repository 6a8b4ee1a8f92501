import { randomBytes } from "node:crypto";
import { createMemoryTicketStore } from "./memory-ticket-store.ts";
import type { Session } from "./session.ts";

/** How long a ticket is good for: long enough for a slow phone to open its stream, too short to be worth stealing. */
export const TICKET_TTL_MS = 30_000;

/** Where tickets are kept until they are used: memory here, one command each in Redis (`SET EX`, `GETDEL`). */
export interface TicketStore<Who = Session> {
  put(ticket: string, value: IssuedTicket<Who>, ttlMs: number): Promise<void>;
  /** Answers a ticket and forgets it in the same step: of two who ask at once, one gets it. */
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
  /** Whose session a ticket is, once; undefined for one that is used, expired, unknown or another stream's. */
  redeem(ticket: string, stream: string): Promise<Who | undefined>;
}

/**
 * Makes {@link StreamTickets} of 256 random bits. A ticket that is shown at the wrong stream is spent as well, because it
 * has been in an address. `redeem` does not ask whether the session was revoked: its caller does, as with any token.
 *
 * @param store Where unused tickets are kept. Default: this process's memory, so that they end with it (S13.3).
 * @param keep What a ticket keeps of a session, for streams that ask for more than who it is. Default: the three fields
 *   of {@link Session}.
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

/** Whatever ends at a known time, in milliseconds since 1970. */
type Expiring = Pick<Session, "expiresAt">;
