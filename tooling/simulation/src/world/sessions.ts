import type { Principal } from "@tidings/hub";

/** Tokens that expire and can be revoked. */
export interface Sessions {
  /** Signs a user in; answers the token. */
  create(userId: string): string;
  /** Who a token is, if it still counts. */
  check(token: string | null): (Principal & { readonly expiresAt: number; readonly sessionId: string }) | undefined;
  revoke(sessionId: string): void;
}

/** `lifetime` draws how many milliseconds a session lasts. */
export function createSessions(now: () => number, lifetime: () => number): Sessions {
  const sessions = new Map<string, { userId: string; expiresAt: number }>();
  return {
    create(userId) {
      const token = `${userId}-${sessions.size + 1}`;
      sessions.set(token, { userId, expiresAt: now() + lifetime() });
      return token;
    },
    check(token) {
      const session = sessions.get(token ?? "");
      if (session === undefined || session.expiresAt <= now()) return undefined;
      return { id: session.userId, sessionId: token ?? "", expiresAt: session.expiresAt };
    },
    revoke(sessionId) {
      const session = sessions.get(sessionId);
      if (session !== undefined) session.expiresAt = 0;
    },
  };
}
