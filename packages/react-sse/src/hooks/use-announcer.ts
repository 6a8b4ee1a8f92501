"use client";

import type { SpokenMessage } from "../announcer/announcer.ts";
import { useTidingsContext } from "./tidings-context.ts";

/**
 * A function that says something to screen readers through the page's one announcer: at most one message per three
 * seconds, a newer one of a topic in place of an older. The same function in every render.
 *
 * @example
 * const announce = useAnnouncer();
 * announce({ message: "The order could not be cancelled", politeness: "assertive", topic: "cancel" });
 */
export function useAnnouncer(): (announcement: SpokenMessage) => void {
  return useTidingsContext().announcer.announce;
}
