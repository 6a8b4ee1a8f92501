import type { Hub } from "@tidings/hub";
import type { Revocations } from "./revocations.ts";
import type { Claims } from "./tokens.ts";

/** Takes back what was granted, and ends the streams that it had opened, at once (S12). */
export interface Withdrawals {
  /** Grows with each: whoever was let in while it grew has to be looked at again. */
  readonly count: number;
  /** One session: its token, its tickets and its streams. */
  endSession(session: Pick<Claims, "sessionId" | "expiresAt">): Promise<void>;
  /** A user's streams: the user is gone, disabled or of another role. Who still may comes back by themselves. */
  endUser(userId: string): void;
}

/** Makes {@link Withdrawals}. */
export function createWithdrawals(hub: Pick<Hub, "disconnect">, revocations: Revocations): Withdrawals {
  let count = 0;
  return {
    get count() {
      return count;
    },
    async endSession({ sessionId, expiresAt }) {
      // Remembered first: a stream that opens from here on is refused, one that is open is found below.
      await revocations.revoke(sessionId, expiresAt);
      count += 1;
      hub.disconnect({ sessionId });
    },
    endUser(userId) {
      count += 1;
      hub.disconnect({ principalId: userId });
    },
  };
}
