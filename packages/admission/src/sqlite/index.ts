export { isBusy, whenFree } from "./busy.ts";
export { createSqliteRevokedSessions, REVOKED_SESSIONS_TABLE } from "./revoked-sessions.ts";
