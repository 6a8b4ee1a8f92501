import type { Hub } from "@tidings/hub";
import { ServerError } from "../../server-error.ts";
import type { Revocations } from "./revocations.ts";
import type { Claims } from "./tokens.ts";

/** Takes back what was granted, and ends the streams that it had opened, at once (S12). */
export interface Withdrawals {
  /** Grows with each: whoever was let in while it grew has to be looked at again. */
  readonly count: number;
  /**
   * One session: its token, its tickets and its streams. They end at once, also where that cannot be stored.
   *
   * @throws ServerError `unavailable` when it could not be stored: a restart would undo it
   */
  endSession(session: Claims): Promise<void>;
  /** A user's streams: the user is gone, disabled or of another role. Who still may comes back by themselves. */
  endUser(userId: string): void;
}

const NOT_STORED = "You are signed out, but it could not be stored and a restart would undo it; sign out again shortly";

/** Makes {@link Withdrawals}. */
export function createWithdrawals(hub: Pick<Hub, "disconnect">, revocations: Revocations): Withdrawals {
  let count = 0;
  return {
    get count() {
      return count;
    },
    async endSession(session) {
      // Remembered first: a stream that opens from here on is refused, one that is open is found below. Storing it may
      // take long or fail, and the streams do not wait for that.
      const stored = revocations.revoke(session);
      count += 1;
      hub.disconnect({ principalId: session.userId, sessionId: session.sessionId });
      try {
        await stored;
      } catch (cause) {
        throw new ServerError("unavailable", [NOT_STORED], { retryAfter: 5, cause });
      }
    },
    endUser(userId) {
      count += 1;
      hub.disconnect({ principalId: userId });
    },
  };
}
