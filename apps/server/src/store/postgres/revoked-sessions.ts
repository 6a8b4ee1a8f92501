import type { RevokedSessions, Session } from "@tidings/admission";
import type { Store } from "../store.ts";

// Two tokens may name the same session and end at different times: the later end counts.
const ADD = `INSERT INTO revoked_sessions (session_id, user_id, expires_at) VALUES (?1, ?2, ?3)
  ON CONFLICT (session_id, user_id) DO UPDATE
  SET expires_at = greatest(revoked_sessions.expires_at, excluded.expires_at)`;
const FORGET = "DELETE FROM revoked_sessions WHERE expires_at < ?1";
const FIND = "SELECT 1 AS one FROM revoked_sessions WHERE session_id = ?1 AND user_id = ?2";

/**
 * Revoked sessions in PostgreSQL: they survive a restart, and every node refuses them. A row is deleted when its token
 * would have expired anyway. A session that could not be stored is revoked on this node, and is stored with the next one.
 */
export function createPostgresRevokedSessions(store: Store): RevokedSessions {
  const notStored = new Map<string, Session>();

  return {
    async revoke(session) {
      notStored.set(keyOf(session), session);
      const sessions = [...notStored];
      for (const [, { sessionId, id, expiresAt }] of sessions) await store.run(ADD, sessionId, id, expiresAt);
      for (const [key] of sessions) notStored.delete(key);
      await store.run(FORGET, Date.now());
    },
    async isRevoked(session) {
      if (notStored.has(keyOf(session))) return true;
      return (await store.first(FIND, session.sessionId, session.id)) !== undefined;
    },
  };
}

function keyOf({ id, sessionId }: Pick<Session, "id" | "sessionId">): string {
  return JSON.stringify([id, sessionId]);
}
