import type { Hub } from "@tidings/hub";
import { Refusal } from "./refusal.ts";

/** How many streams may be open; 0 is no limit. */
export interface Caps {
  readonly total: number;
  readonly perUser: number;
  readonly perAddress: number;
}

/**
 * Refuses a stream too many. Nothing may be awaited between this and the connection, or two at once are both the last.
 *
 * @throws Refusal 429 for a user's or an address's own, 503 for everyone's
 */
export function checkCaps(hub: Hub, caps: Caps, userId: string | undefined, address: string): void {
  const ownIsFull =
    (userId !== undefined && isFull(caps.perUser, hub.count(userId))) ||
    isFull(caps.perAddress, hub.countFrom(address));
  if (ownIsFull) throw new Refusal(429, ["Too many open streams; close others and try again"], { "Retry-After": "30" });
  if (isFull(caps.total, hub.countAll())) {
    throw new Refusal(503, ["The server holds as many streams as it may; try again shortly"], { "Retry-After": "10" });
  }
}

function isFull(cap: number, open: number): boolean {
  return cap > 0 && open >= cap;
}
