import { EVERYONE, notificationsStream } from "@tidings/contracts/notifications";
import { publication } from "@tidings/hub";
import type { PublishingHub } from "./publisher.ts";

/**
 * Sends brief 003's `ping` event to everyone on notifications, beside the heartbeat comment that browsers do not show
 * to pages. Nothing is sent while nobody is connected, and the timer keeps no process alive.
 *
 * @param intervalMs Milliseconds between two.
 * @returns what stops it; twice is harmless
 */
export function startPing(hub: PublishingHub, intervalMs: number): () => void {
  const topic = notificationsStream.topic(EVERYONE);
  const timer = setInterval(() => {
    const listens = Iterator.from(hub.connections()).some(({ stream }) => stream.name === notificationsStream.name);
    if (!listens) return;
    // A ping that is lost is followed by the next.
    hub.publishAll([publication(topic, { event: "ping", data: { timestamp: Date.now() } })]).catch(() => {});
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
