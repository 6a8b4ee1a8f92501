import type { Bus } from "../bus/bus.ts";

/** Hears the bus's channels of the topics that somebody on this node subscribes to, and of no others (D29.5). */
export interface TopicChannels {
  channelOf(topic: string): string;
  /** Resolves when the topic's channel is heard, with a function that leaves it; calling that twice is harmless. */
  join(topic: string): Promise<() => void>;
  /** Leaves all channels. */
  close(): void;
}

interface Heard {
  members: number;
  readonly joined: Promise<() => void>;
}

/**
 * @param prefix The beginning of the channels' names.
 * @param receive Takes each message.
 */
export function createTopicChannels(bus: Bus, prefix: string, receive: (text: string) => void): TopicChannels {
  const heard = new Map<string, Heard>();
  const channelOf = (topic: string) => `${prefix}/${topic}`;

  function drop(topic: string, channel: Heard): void {
    if (heard.get(topic) === channel) heard.delete(topic);
    channel.joined.then((leave) => leave()).catch(() => {});
  }

  return {
    channelOf,
    async join(topic) {
      const channel = heard.get(topic) ?? { members: 0, joined: bus.subscribe(channelOf(topic), receive) };
      heard.set(topic, channel);
      channel.members += 1;
      let left = false;
      const leave = () => {
        if (left) return;
        left = true;
        channel.members -= 1;
        if (channel.members === 0) drop(topic, channel);
      };
      try {
        await channel.joined;
      } catch (error) {
        leave();
        throw error;
      }
      return leave;
    },
    close() {
      for (const [topic, channel] of [...heard]) drop(topic, channel);
    },
  };
}
