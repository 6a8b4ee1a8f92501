import { EVERYONE, notificationsStream } from "@tidings/contracts/notifications";
import { publication } from "@tidings/hub";
import type { PublishingHub } from "./publisher.ts";

/**
 * Sends brief 003's `ping` event to everyone on the notifications stream. Browsers do not show the hub's heartbeat
 * comments to pages, so pages get this event as well. Nothing is sent while nobody is connected, and the timer does not
 * keep the process alive.
 *
 * @param intervalMs Milliseconds between two.
 * @returns a function that stops it; calling it twice is harmless
 */
export function startPing(hub: PublishingHub, intervalMs: number): () => void {
  const topic = notificationsStream.topic(EVERYONE);
  const timer = setInterval(() => {
    const listens = Iterator.from(hub.connections()).some(({ stream }) => stream.name === notificationsStream.name);
    if (!listens) return;
    // A lost ping does not matter, because the next one follows.
    hub.publishAll([publication(topic, { event: "ping", data: { timestamp: Date.now() } })]).catch(() => {});
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}
