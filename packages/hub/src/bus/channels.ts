import { createListeners, type Listeners } from "@tidings/contracts/listeners";
import type { BusMessage } from "./bus.ts";

/** The subscribers of one node, by channel. */
export interface Channels {
  /** The channels that have a subscriber. */
  readonly names: readonly string[];
  has(channel: string): boolean;
  /** Returns a function that unsubscribes and returns whether that was the channel's last subscriber. */
  add(channel: string, listener: (text: string) => void): () => boolean;
  deliver(messages: readonly BusMessage[]): void;
  clear(): void;
}

/** Keeps who subscribes to which channel. A channel without subscribers costs nothing. */
export function createChannels(): Channels {
  const channels = new Map<string, Listeners<[string]>>();
  return {
    get names() {
      return [...channels.keys()];
    },
    has: (channel) => channels.has(channel),
    add(channel, listener) {
      const listeners = channels.get(channel) ?? createListeners<[string]>();
      channels.set(channel, listeners);
      const leave = listeners.add(listener);
      return () => {
        leave();
        const isLast = listeners.size === 0 && channels.get(channel) === listeners;
        if (isLast) channels.delete(channel);
        return isLast;
      };
    },
    deliver(messages) {
      for (const { channel, text } of messages) channels.get(channel)?.notify(text);
    },
    clear() {
      for (const listeners of channels.values()) listeners.clear();
      channels.clear();
    },
  };
}
