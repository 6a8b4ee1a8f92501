"use client";

import type { SpokenMessage } from "../announcer/announcer.ts";
import { useTidingsContext } from "./tidings-context.ts";

/**
 * Returns a function that announces a message to screen readers through the page's one announcer: at most one message
 * per three seconds, and a newer message of a topic replaces an older one. It is the same function in every render.
 *
 * @example
 * const announce = useAnnouncer();
 * announce({ message: "The order could not be cancelled", politeness: "assertive", topic: "cancel" });
 */
export function useAnnouncer(): (announcement: SpokenMessage) => void {
  return useTidingsContext().announcer.announce;
}
