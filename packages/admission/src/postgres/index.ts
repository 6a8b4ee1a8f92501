export { createPostgresRateLimit } from "./rate-limit.ts";
export {
  createPostgresRevokedSessions,
  type PostgresRevokedSessions,
  type PostgresRevokedSessionsOptions,
} from "./revoked-sessions.ts";
export { POSTGRES_ADMISSION_TABLES } from "./tables.ts";
export { createPostgresTicketStore } from "./ticket-store.ts";
