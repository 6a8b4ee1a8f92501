import type { Hub } from "@tidings/hub";
import { createMemoryRevokedSessions } from "./memory-revoked-sessions.ts";
import { Refusal } from "./refusal.ts";
import type { Session } from "./session.ts";

/** A port: where sessions are stored that ended before their token expired (S12.1). */
export interface RevokedSessions {
  /**
   * Ends a session for good; a second call is harmless. From this call on `isRevoked` is true, even if storing fails.
   * Resolves when the revocation is stored and survives a restart.
   *
   * @throws the store's error if it cannot write
   */
  revoke(session: Session): Promise<void>;
  isRevoked(session: Pick<Session, "id" | "sessionId">): Promise<boolean>;
}

/** Revokes sessions and ends the streams that they opened, at once (S12.1). */
export interface Revocations {
  /** Grows with each revocation. If it grew while a stream was being opened, that stream has to be checked again. */
  readonly count: number;
  /**
   * Ends one session: its token, its tickets and its streams. The streams end at once, even if the store fails.
   *
   * @throws Refusal `unavailable` if it could not be stored (S12.3): a restart would undo the revocation
   */
  endSession(session: Session): Promise<void>;
  /** Ends a user's streams after the user's rights changed. A client whose user may still listen connects again. */
  endUser(userId: string): void;
}

const NOT_STORED = "You are signed out, but it could not be stored and a restart would undo it; sign out again shortly";

/**
 * Makes {@link Revocations}.
 *
 * @param store Default: this process's memory.
 * @example await createRevocations(hub, createSqliteRevokedSessions(database)).endSession(session);
 */
export function createRevocations(
  hub: Pick<Hub, "disconnectUser" | "disconnectSession">,
  store: RevokedSessions = createMemoryRevokedSessions(),
): Revocations {
  let count = 0;
  return {
    get count() {
      return count;
    },
    async endSession(session) {
      // Revoke before disconnecting: a stream that opens after this line is refused, and one that is already open is
      // found below. The streams do not wait for the store, which may be slow or fail.
      const stored = store.revoke(session);
      count += 1;
      hub.disconnectSession(session);
      try {
        await stored;
      } catch (cause) {
        throw new Refusal("unavailable", [NOT_STORED], { retryAfter: 5, cause });
      }
    },
    endUser(userId) {
      count += 1;
      hub.disconnectUser(userId);
    },
  };
}
