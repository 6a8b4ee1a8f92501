import type { Session } from "./session.ts";
import type { IssuedTicket, TicketStore } from "./stream-tickets.ts";

/** A {@link TicketStore} in memory, and how many tickets it holds. */
export interface MemoryTicketStore<Who = Session> extends TicketStore<Who> {
  readonly size: number;
}

/** Tickets in this process's memory: a restart ends them, and their owners fetch others. */
export function createMemoryTicketStore<Who = Session>(): MemoryTicketStore<Who> {
  const tickets = new Map<string, { readonly value: IssuedTicket<Who>; readonly expiresAt: number }>();

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
