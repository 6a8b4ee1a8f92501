import { randomBytes } from "node:crypto";
import type { Claims } from "./tokens.ts";

/** How long a ticket is good for: long enough for a slow phone to open its stream, too short to be worth stealing. */
export const TICKET_TTL_MS = 30_000;

/** Where tickets are kept until they are used: memory here, one command each in Redis (`SET EX`, `GETDEL`). */
export interface TicketStore {
  put(ticket: string, value: IssuedTicket, ttlMs: number): Promise<void>;
  /** Answers a ticket and forgets it in the same step: of two who ask at once, one gets it. */
  take(ticket: string): Promise<IssuedTicket | undefined>;
}

/** What a ticket stands for. */
export interface IssuedTicket {
  /** The session that it was made from. */
  readonly claims: Claims;
  /** The name of the one stream that it opens. */
  readonly stream: string;
}

/** Makes and redeems tickets (S13). */
export interface StreamTickets {
  issue(claims: Claims, stream: string): Promise<{ readonly ticket: string; readonly expiresAt: number }>;
  /** Whose session a ticket is, once; undefined for one that is used, expired, unknown or another stream's. */
  redeem(ticket: string, stream: string): Promise<Claims | undefined>;
}

/**
 * Tickets of 256 random bits. One that is shown at the wrong stream is spent all the same: it has been in an address.
 * Whether the session behind it still holds is for whoever redeems it to ask, as with any token.
 */
export function createStreamTickets(store: TicketStore = createMemoryTicketStore()): StreamTickets {
  return {
    async issue(claims, stream) {
      const ticket = randomBytes(32).toString("base64url");
      const expiresAt = Math.min(Date.now() + TICKET_TTL_MS, claims.expiresAt);
      await store.put(ticket, { claims, stream }, expiresAt - Date.now());
      return { ticket, expiresAt };
    },
    async redeem(ticket, stream) {
      const issued = await store.take(ticket);
      return issued?.stream === stream && issued.claims.expiresAt > Date.now() ? issued.claims : undefined;
    },
  };
}

/** A {@link TicketStore} in memory, and how many tickets it holds. */
export interface MemoryTicketStore extends TicketStore {
  readonly size: number;
}

/** Tickets in this process's memory: a restart ends them, and their owners fetch others. */
export function createMemoryTicketStore(): MemoryTicketStore {
  const tickets = new Map<string, { readonly value: IssuedTicket; readonly expiresAt: number }>();

  /** They were put in nearly the order in which they end: whatever is dead at the front goes, and no timer is needed. */
  function sweep(now: number): void {
    for (const [ticket, { expiresAt }] of tickets) {
      if (expiresAt > now) return;
      tickets.delete(ticket);
    }
  }

  return {
    get size() {
      return tickets.size;
    },
    async put(ticket, value, ttlMs) {
      const now = Date.now();
      sweep(now);
      tickets.set(ticket, { value, expiresAt: now + ttlMs });
    },
    async take(ticket) {
      const found = tickets.get(ticket);
      tickets.delete(ticket);
      return found !== undefined && found.expiresAt > Date.now() ? found.value : undefined;
    },
  };
}
