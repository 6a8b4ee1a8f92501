import type { DatabaseSync } from "node:sqlite";
import { prepareRows, prepareWrite } from "@tidings/outbox/sqlite";
import { whenFree } from "../../store/sqlite/busy.ts";
import type { Claims } from "./tokens.ts";

/** Sessions that ended before their token did (S12). */
export interface Revocations {
  /**
   * Ends a session for good; again is harmless. From this call on `isRevoked` says so, whether it can be stored or not.
   * Resolves when it is stored, and then it holds over restarts.
   *
   * @throws ServerError `unavailable` while another process holds the database
   * @throws Error what the database says when it cannot write. What was not stored is stored with the next session.
   */
  revoke(session: Claims): Promise<void>;
  isRevoked(session: Pick<Claims, "userId" | "sessionId">): Promise<boolean>;
}

/** Revocations in SQLite: they hold over a restart. A row goes when the token would have died by itself. */
export function createSqliteRevocations(database: DatabaseSync): Revocations {
  // Two tokens may name the same session and end at different times: the later end counts.
  const add = prepareWrite(
    database,
    `INSERT INTO revoked_sessions (session_id, user_id, expires_at) VALUES (?, ?, ?)
     ON CONFLICT DO UPDATE SET expires_at = max(expires_at, excluded.expires_at)`,
  );
  const forget = prepareWrite(database, "DELETE FROM revoked_sessions WHERE expires_at < ?");
  // Sessions stored before migration 8 have no user. The signs keep SQLite from making a table of the two for each reader
  // that connects; of one session id there are hardly ever two rows.
  const find = prepareRows(
    database,
    "SELECT 1 FROM revoked_sessions WHERE session_id = ? AND (+user_id = ? OR +user_id = '') LIMIT 1",
  );
  const notStored = new Map<string, Claims>();

  return {
    async revoke(session) {
      notStored.set(keyOf(session), session);
      const stored = await whenFree(() => {
        const sessions = [...notStored];
        for (const [, { sessionId, userId, expiresAt }] of sessions) add.run(sessionId, userId, expiresAt);
        forget.run(Date.now());
        return sessions;
      });
      for (const [key] of stored) notStored.delete(key);
    },
    async isRevoked(session) {
      const isWaiting = notStored.size > 0 && notStored.has(keyOf(session));
      return isWaiting || find.get(session.sessionId, session.userId) !== undefined;
    },
  };
}

function keyOf({ userId, sessionId }: Pick<Claims, "userId" | "sessionId">): string {
  return JSON.stringify([userId, sessionId]);
}
