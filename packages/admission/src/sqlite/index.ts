export { isBusy, whenFree } from "./busy.ts";
export { createSqliteKeptAnswers, KEPT_ANSWERS_TABLE, type SqliteKeptAnswersOptions } from "./kept-answers.ts";
export { createSqliteRevokedSessions, REVOKED_SESSIONS_TABLE } from "./revoked-sessions.ts";
