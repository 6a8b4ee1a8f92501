export { addressKey } from "./address-key.ts";
export {
  type CheckCaps,
  type ConnectionCaps,
  createCapCheck,
  type OpenConnections,
  type Seat,
} from "./connection-caps.ts";
export { createMemoryRevokedSessions } from "./memory-revoked-sessions.ts";
export { createMemoryTicketStore, type MemoryTicketStore } from "./memory-ticket-store.ts";
export { Refusal, type RefusalCode, type RefusalOptions } from "./refusal.ts";
export {
  createRevocations,
  type Revocations,
  type Revoked,
  type RevokedSessions,
  type SharedRevokedSessions,
} from "./revocations.ts";
export type { Session } from "./session.ts";
export {
  createStreamTickets,
  type IssuedTicket,
  type StreamTickets,
  TICKET_TTL_MS,
  type TicketStore,
} from "./stream-tickets.ts";
