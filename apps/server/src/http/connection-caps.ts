import type { Hub } from "@tidings/hub";
import { ServerError } from "../server-error.ts";

/** How many streams may be open; 0 is no limit. */
export interface ConnectionCaps {
  readonly total: number;
  readonly perUser: number;
}

/**
 * Refuses a stream too many (S9).
 *
 * @throws ServerError `too_many_connections` (429) for the user's own, `unavailable` (503) for everyone's
 */
export function checkConnectionCaps(hub: Pick<Hub, "count">, caps: ConnectionCaps, userId: string): void {
  if (caps.perUser > 0 && hub.count(userId) >= caps.perUser) {
    throw new ServerError("too_many_connections", ["Too many open streams; close other tabs and try again"], {
      retryAfter: 30,
    });
  }
  if (caps.total > 0 && hub.count() >= caps.total) {
    throw new ServerError("unavailable", ["The server holds as many streams as it may; try again shortly"], {
      retryAfter: 10,
    });
  }
}
