import type { DatabaseSync } from "node:sqlite";
import { whenFree } from "../../store/sqlite/busy.ts";
import { prepareRows, prepareWrite } from "../../store/sqlite/statements.ts";

/** Sessions that ended before their token did (S12). */
export interface Revocations {
  /**
   * Ends a session for good; again is harmless.
   *
   * @param expiresAt Milliseconds since 1970 at which its token dies by itself, and the session may be forgotten.
   */
  revoke(sessionId: string, expiresAt: number): Promise<void>;
  isRevoked(sessionId: string): Promise<boolean>;
}

/** Revocations in SQLite: they hold over a restart. */
export function createSqliteRevocations(database: DatabaseSync): Revocations {
  const add = prepareWrite(database, "INSERT OR IGNORE INTO revoked_sessions (session_id, expires_at) VALUES (?, ?)");
  const forget = prepareWrite(database, "DELETE FROM revoked_sessions WHERE expires_at < ?");
  const find = prepareRows(database, "SELECT 1 FROM revoked_sessions WHERE session_id = ?");
  return {
    revoke(sessionId, expiresAt) {
      return whenFree(() => {
        add.run(sessionId, expiresAt);
        forget.run(Date.now());
      });
    },
    async isRevoked(sessionId) {
      return find.get(sessionId) !== undefined;
    },
  };
}
