import type { Session } from "./session.ts";
import type { IssuedTicket, TicketStore } from "./stream-tickets.ts";

/** A {@link TicketStore} in memory, and how many tickets it holds. */
export interface MemoryTicketStore<Who = Session> extends TicketStore<Who> {
  readonly size: number;
}

/** Keeps tickets in this process's memory. A restart forgets them, and their owners get new ones. */
export function createMemoryTicketStore<Who = Session>(): MemoryTicketStore<Who> {
  const tickets = new Map<string, { readonly value: IssuedTicket<Who>; readonly expiresAt: number }>();

  /**
   * Removes expired tickets. They were added nearly in the order in which they expire, so looking at the front is
   * enough and no timer is needed.
   */
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
