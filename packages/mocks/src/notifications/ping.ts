import { notificationsStream } from "@tidings/contracts/notifications";
import type { MockServer } from "../server/mock-server.ts";

/**
 * Calls `ping` every `pingMs` (never for Infinity) while anyone listens to notifications. While nobody listens there is
 * no timer.
 */
export function pingWhileHeard(server: MockServer, pingMs: number, ping: () => void): void {
  if (pingMs === Number.POSITIVE_INFINITY) return;
  let cancel: (() => void) | undefined;
  const beat = () => {
    cancel = server.clock.schedule(beat, pingMs);
    ping();
  };
  server.subscribe(() => {
    const isHeard = server.connectionsOf(notificationsStream).length > 0;
    if (isHeard) cancel ??= server.clock.schedule(beat, pingMs);
    else {
      cancel?.();
      cancel = undefined;
    }
  });
}
