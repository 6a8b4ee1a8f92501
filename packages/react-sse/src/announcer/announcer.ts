import type { Host } from "@tidings/client";
import type { Store } from "@tidings/contracts/listeners";
import { createListeners } from "@tidings/contracts/listeners";

/** A message for screen readers. */
export interface SpokenMessage {
  readonly message: string;
  /** `assertive` interrupts: cancellations, failed actions of the user, expired sessions. Default `polite`. */
  readonly politeness?: "polite" | "assertive";
  /** A newer message of the same topic replaces one that is still waiting. Default: the message itself. */
  readonly topic?: string;
}

/** The texts of the two live regions. The same object until something changes. */
export interface SpokenText {
  readonly polite: string;
  readonly assertive: string;
}

/** Announces one message at a time, so that a busy page does not flood a screen reader. */
export interface Announcer extends Store<SpokenText> {
  announce(announcement: SpokenMessage): void;
}

/** Milliseconds from one message to the next. */
const PAUSE_MS = 3_000;
/** The most messages that may wait. Beyond that the oldest polite ones are dropped. */
const MAX_WAITING = 10;

export const silence: SpokenText = { polite: "", assertive: "" };

/**
 * Makes the one queue of a page: coalesced by topic, assertive first, one message per three seconds (C17.3). It has no
 * timer while it is silent.
 */
export function createAnnouncer(host: Pick<Host, "setTimer" | "reportError">): Announcer {
  const waiting = new Map<string, SpokenMessage>();
  const listeners = createListeners((cause) => host.reportError(cause));
  let text = silence;
  let pausing = false;

  const say = (next: SpokenText) => {
    text = next;
    listeners.notify();
  };
  const speak = () => {
    pausing = false;
    const next = takeNext(waiting);
    if (next === undefined) {
      // Empty the region, so that readers do not find old text with the arrow keys and the same text can be announced
      // again.
      if (text !== silence) say(silence);
      return;
    }
    pausing = true;
    say({ ...silence, [next.politeness ?? "polite"]: next.message });
    host.setTimer(speak, PAUSE_MS);
  };

  return {
    announce(announcement) {
      const topic = announcement.topic ?? announcement.message;
      waiting.delete(topic);
      waiting.set(topic, announcement);
      if (waiting.size > MAX_WAITING) dropOldest(waiting);
      if (!pausing) speak();
    },
    getSnapshot: () => text,
    subscribe: listeners.add,
  };
}

function takeNext(waiting: Map<string, SpokenMessage>): SpokenMessage | undefined {
  let first: [string, SpokenMessage] | undefined;
  for (const entry of waiting) {
    if (entry[1].politeness === "assertive") {
      first = entry;
      break;
    }
    first ??= entry;
  }
  if (first !== undefined) waiting.delete(first[0]);
  return first?.[1];
}

function dropOldest(waiting: Map<string, SpokenMessage>): void {
  for (const [topic, { politeness }] of waiting) {
    if (politeness === "assertive") continue;
    waiting.delete(topic);
    return;
  }
}
