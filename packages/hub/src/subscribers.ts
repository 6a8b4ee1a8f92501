import type { LogEvent } from "./event-log.ts";

/** The listeners of an event log's topics within one process. */
export interface Subscribers {
  add(topic: string, listener: (event: LogEvent) => void): () => void;
  deliver(event: LogEvent): void;
  clear(): void;
}

/** Keeps who listens to which topic; a topic without listeners costs nothing. */
export function createSubscribers(): Subscribers {
  const topics = new Map<string, Set<(event: LogEvent) => void>>();
  return {
    add(topic, listener) {
      const listeners = topics.get(topic) ?? new Set();
      topics.set(topic, listeners.add(listener));
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0 && topics.get(topic) === listeners) topics.delete(topic);
      };
    },
    deliver(event) {
      const listeners = topics.get(event.topic);
      if (listeners === undefined) return;
      // A Set tolerates listeners that leave while it is walked.
      for (const listener of listeners) listener(event);
    },
    clear() {
      topics.clear();
    },
  };
}
