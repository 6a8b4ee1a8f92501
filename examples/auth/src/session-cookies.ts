import { createHash, randomBytes } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import type { Session } from "@tidings/admission";
import { parseCookie } from "cookie";

const HOURS_12 = 12 * 3_600_000;

/** Sessions in a table of yours, named by a cookie. */
export interface SessionCookies {
  /** Begins a session and answers the cookie to set, for whoever has just shown the right password. */
  begin(userId: string): string;
  /** Whose session the cookies of a request name; undefined for none that lives. */
  find(cookies: string | undefined): Session | undefined;
  end(session: Session): void;
}

/** The database never holds what a cookie says, so that whoever reads it cannot use it. */
export function createSessionCookies(database: DatabaseSync): SessionCookies {
  database.exec("CREATE TABLE IF NOT EXISTS sessions (hash TEXT PRIMARY KEY, user_id TEXT, expires_at INTEGER)");
  const insert = database.prepare("INSERT INTO sessions VALUES (?, ?, ?)");
  const select = database.prepare("SELECT user_id, expires_at FROM sessions WHERE hash = ? AND expires_at > ?");
  const remove = database.prepare("DELETE FROM sessions WHERE hash = ?");

  return {
    begin(userId) {
      const secret = randomBytes(32).toString("base64url");
      insert.run(hashOf(secret), userId, Date.now() + HOURS_12);
      return `session=${secret}; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=${HOURS_12 / 1000}`;
    },
    find(cookies = "") {
      const hash = hashOf(parseCookie(cookies).session ?? "");
      const row = select.get(hash, Date.now());
      return row && { id: String(row.user_id), sessionId: hash, expiresAt: Number(row.expires_at) };
    },
    end({ sessionId }) {
      remove.run(sessionId);
    },
  };
}

function hashOf(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url");
}
