import { createListeners } from "@tidings/contracts/listeners";
import type { EventLog } from "../log/event-log.ts";

/** One node's view of a log that it shares with others, over a subscription that can be cut. */
export interface LossyLog extends EventLog {
  /** From now on nothing is delivered to this node, and it does not know. */
  cut(): void;
  /** Delivers again, and says first that events may have been missed. */
  restore(): void;
}

/**
 * Makes a node's view of a store. Closing it leaves the store open.
 *
 * @example const [one, other] = [createLossyLog(store), createLossyLog(store)];
 */
export function createLossyLog(store: EventLog): LossyLog {
  const missed = createListeners<[]>();
  const subscriptions = new Set<() => void>();
  let connected = true;
  return {
    head: () => store.head(),
    append: (events) => store.append(events),
    broadcast: (events) => store.broadcast(events),
    read: (request) => store.read(request),
    async subscribe(topic, listener) {
      const end = await store.subscribe(topic, (event) => {
        if (connected) listener(event);
      });
      subscriptions.add(end);
      return () => {
        subscriptions.delete(end);
        end();
      };
    },
    onMissed: (listener) => missed.add(listener),
    async close() {
      for (const end of subscriptions) end();
    },
    cut() {
      connected = false;
    },
    restore() {
      missed.notify();
      connected = true;
    },
  };
}
