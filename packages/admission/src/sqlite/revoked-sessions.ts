import type { DatabaseSync } from "node:sqlite";
import type { RevokedSessions } from "../revocations.ts";
import type { Session } from "../session.ts";
import { whenFree } from "./busy.ts";

/** The table that {@link createSqliteRevokedSessions} needs. Run it in a migration, or at each start. */
export const REVOKED_SESSIONS_TABLE = `
CREATE TABLE IF NOT EXISTS revoked_sessions (
  session_id TEXT NOT NULL,
  user_id TEXT NOT NULL,
  -- Milliseconds since 1970.
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (session_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS revoked_sessions_by_end ON revoked_sessions (expires_at);
`;

/**
 * Revoked sessions in SQLite: they survive a restart. A row is deleted when its token would have expired anyway. A
 * session that could not be stored is stored together with the next one.
 *
 * @param database A database with {@link REVOKED_SESSIONS_TABLE}.
 */
export function createSqliteRevokedSessions(database: DatabaseSync): RevokedSessions {
  // Two tokens may name the same session and end at different times: the later end counts.
  const add = database.prepare(
    `INSERT INTO revoked_sessions (session_id, user_id, expires_at) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET expires_at = max(expires_at, excluded.expires_at)`,
  );
  const forget = database.prepare("DELETE FROM revoked_sessions WHERE expires_at < ?");
  // A row without a user counts for every user. The unary `+` keeps SQLite from building a temporary index for each
  // reader that connects; one session id hardly ever has two rows.
  const find = database.prepare(
    "SELECT 1 FROM revoked_sessions WHERE session_id = ? AND (+user_id = ? OR +user_id = '') LIMIT 1",
  );
  const notStored = new Map<string, Session>();

  return {
    async revoke(session) {
      notStored.set(keyOf(session), session);
      const stored = await whenFree(() => {
        const sessions = [...notStored];
        for (const [, { sessionId, id, expiresAt }] of sessions) add.run(sessionId, id, toWholeMs(expiresAt));
        forget.run(Date.now());
        return sessions;
      });
      for (const [key] of stored) notStored.delete(key);
    },
    async isRevoked(session) {
      const isWaiting = notStored.size > 0 && notStored.has(keyOf(session));
      return isWaiting || find.get(session.sessionId, session.id) !== undefined;
    },
  };
}

/** SQLite has no Infinity: a session that never ends gets the latest time that a number can be exact about. */
function toWholeMs(time: number): number {
  return Math.min(Math.ceil(time), Number.MAX_SAFE_INTEGER);
}

function keyOf({ id, sessionId }: Pick<Session, "id" | "sessionId">): string {
  return JSON.stringify([id, sessionId]);
}
