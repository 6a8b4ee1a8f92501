import { createListeners, type Listeners } from "@tidings/contracts/listeners";
import type { LogEvent } from "./event-log.ts";

/** The listeners of an event log's topics within one process. */
export interface Subscribers {
  /** Returns a function that unsubscribes; calling it twice is harmless. */
  add(topic: string, listener: (event: LogEvent) => void): () => void;
  /** Hands an event to all listeners of its topic. What one throws is reported to the host; the others are served. */
  deliver(event: LogEvent): void;
  clear(): void;
}

/** Keeps who listens to which topic; a topic without listeners costs nothing. */
export function createSubscribers(): Subscribers {
  const topics = new Map<string, Listeners<[LogEvent]>>();
  return {
    add(topic, listener) {
      const listeners = topics.get(topic) ?? createListeners<[LogEvent]>();
      topics.set(topic, listeners);
      const leave = listeners.add(listener);
      return () => {
        leave();
        if (listeners.size === 0 && topics.get(topic) === listeners) topics.delete(topic);
      };
    },
    deliver(event) {
      topics.get(event.topic)?.notify(event);
    },
    clear() {
      for (const listeners of topics.values()) listeners.clear();
      topics.clear();
    },
  };
}
