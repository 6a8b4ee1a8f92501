import type { RevokedSessions } from "./revocations.ts";

/** Keeps revoked sessions in this process's memory until their tokens expire. A restart forgets them. */
export function createMemoryRevokedSessions(): RevokedSessions {
  const revoked = new Map<string, number>();
  return {
    async revoke(session) {
      const now = Date.now();
      for (const [key, expiresAt] of revoked) if (expiresAt <= now) revoked.delete(key);
      const key = keyOf(session);
      // Two tokens may name the same session and end at different times: the later end counts.
      revoked.set(key, Math.max(revoked.get(key) ?? 0, session.expiresAt));
    },
    async isRevoked(session) {
      return revoked.has(keyOf(session));
    },
  };
}

function keyOf({ id, sessionId }: { readonly id: string; readonly sessionId: string }): string {
  return JSON.stringify([id, sessionId]);
}
