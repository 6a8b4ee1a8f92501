import type { Topic } from "@tidings/contracts";
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

/** What ends: one session of a user, all streams of a user, or all streams that listen to a topic. */
export interface Revoked {
  readonly userId?: string | undefined;
  /** Only together with `userId`. */
  readonly sessionId?: string | undefined;
  /** The topic's name. */
  readonly topic?: string | undefined;
}

/** A store that several nodes share, and that tells each of them what the others revoked (S12.6). */
export interface SharedRevokedSessions extends RevokedSessions {
  /**
   * Tells the other nodes to end streams. Whoever may still listen connects again.
   *
   * @throws the store's error if it cannot write now; it tries again by itself
   */
  revokeStreams(revoked: Revoked): Promise<void>;
  /** Calls `listener` once with each thing that another node revoked. Returns a function that unsubscribes. */
  onRevoked(listener: (revoked: Revoked) => void): () => void;
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
  /** Ends all streams that listen to a topic, because the right to it is gone. Who may still listen connects again. */
  endTopic(topic: Topic): void;
}

const NOT_STORED = "You are signed out, but it could not be stored and a restart would undo it; sign out again shortly";

/**
 * Makes {@link Revocations}. With a store that several nodes share, streams end on all of them (S12.6).
 *
 * @param store Default: this process's memory.
 * @example await createRevocations(hub, createSqliteRevokedSessions(database)).endSession(session);
 */
export function createRevocations(
  hub: Pick<Hub, "disconnectUser" | "disconnectSession" | "connections">,
  store: RevokedSessions | SharedRevokedSessions = createMemoryRevokedSessions(),
): Revocations {
  const shared = "onRevoked" in store ? store : undefined;
  let count = 0;

  function end({ userId, sessionId, topic }: Revoked): void {
    count += 1;
    if (topic !== undefined) {
      for (const connection of hub.connections()) if (connection.topics.includes(topic)) connection.end("revoked", 0);
    }
    if (userId === undefined) return;
    if (sessionId === undefined) hub.disconnectUser(userId);
    else hub.disconnectSession({ id: userId, sessionId });
  }

  function endEverywhere(revoked: Revoked): void {
    end(revoked);
    // The store keeps what it cannot write now and reports it.
    shared?.revokeStreams(revoked).catch(() => {});
  }

  shared?.onRevoked(end);

  return {
    get count() {
      return count;
    },
    async endSession(session) {
      // Revoke before disconnecting: a stream that opens after this line is refused, and one that is already open is
      // found below. The streams do not wait for the store, which may be slow or fail.
      const stored = store.revoke(session);
      end({ userId: session.id, sessionId: session.sessionId });
      try {
        await stored;
      } catch (cause) {
        throw new Refusal("unavailable", [NOT_STORED], { retryAfter: 5, cause });
      }
    },
    endUser: (userId) => endEverywhere({ userId }),
    endTopic: ({ name }) => endEverywhere({ topic: name }),
  };
}
