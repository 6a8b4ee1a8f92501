import type { Bus, BusMessage } from "../bus/bus.ts";
import type { NewEvent } from "../log/event-log.ts";
import type { Subscribers } from "../log/subscribers.ts";
import type { Follower } from "./follower.ts";
import type { PostgresQueries } from "./pool.ts";

/** Delivers events that are not stored to all nodes, over the bus. */
export interface Broadcasts {
  /** Resolves when this node's subscribers have them. */
  send(events: readonly NewEvent[]): Promise<void>;
  /** Takes a message of a topic's channel. */
  receive(text: string): void;
}

/** The events of one topic, as they travel. */
interface Message {
  /** The log's newest sequence when they were sent. They are delivered after that event, on every node. */
  readonly after: number;
  readonly events: readonly NewEvent[];
}

interface Waiting {
  readonly events: readonly NewEvent[];
  resolve(sent: Promise<void>): void;
}

/** @param channelOf Returns the channel of a topic. */
export function createBroadcasts(
  bus: Bus,
  channelOf: (topic: string) => string,
  {
    queries,
    subscribers,
    follower,
  }: { readonly queries: PostgresQueries } & {
    readonly subscribers: Subscribers;
    readonly follower: Follower;
  },
): Broadcasts {
  const waiting: Waiting[] = [];
  let isAsking = false;
  let delivering: Promise<void> = Promise.resolve();

  /** What was sent while the database was asked for its newest sequence goes out with the next answer, in order. */
  async function sendAll(): Promise<void> {
    await Promise.resolve();
    while (waiting.length > 0) {
      const group = waiting.splice(0);
      const after = await readHead();
      for (const { events, resolve } of group) resolve(bus.publish(messagesOf(after, events)));
    }
    isAsking = false;
  }

  /** While the database cannot be asked, the newest event that this node has seen counts. */
  async function readHead(): Promise<number> {
    try {
      const { rows } = await queries.query("SELECT sequence FROM event_log_state");
      return Number(rows[0]?.sequence ?? 0);
    } catch {
      return follower.last.sequence;
    }
  }

  function messagesOf(after: number, events: readonly NewEvent[]): readonly BusMessage[] {
    const messages: BusMessage[] = [];
    for (let from = 0; from < events.length; ) {
      const topic = events[from]?.topic ?? "";
      let to = from;
      while (events[to]?.topic === topic) to += 1;
      const message: Message = { after, events: events.slice(from, to) };
      messages.push({ channel: channelOf(topic), text: JSON.stringify(message) });
      from = to;
    }
    return messages;
  }

  return {
    async send(events) {
      if (events.length === 0) return;
      await new Promise<void>((resolve) => {
        waiting.push({ events, resolve });
        if (isAsking) return;
        isAsking = true;
        void sendAll();
      });
      await delivering;
    },
    receive(text) {
      const message = parse(text);
      if (message === undefined) return;
      delivering = delivering.then(async () => {
        // If the log cannot be read now, deliver anyway: an ephemeral event must not wait.
        if (follower.last.sequence < message.after) await follower.follow().catch(() => {});
        for (const event of message.events) subscribers.deliver(event);
      });
    },
  };
}

/** Any program may write on the channel, so a text that is not a valid message is ignored. */
function parse(text: string): Message | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return undefined;
    const [after, events]: unknown[] = [Reflect.get(value, "after"), Reflect.get(value, "events")];
    if (typeof after !== "number" || !Array.isArray(events)) return undefined;
    return { after, events: events.filter(isEvent) };
  } catch {
    return undefined;
  }
}

function isEvent(value: unknown): value is NewEvent {
  if (typeof value !== "object" || value === null) return false;
  return ["topic", "event", "data"].every((field) => typeof Reflect.get(value, field) === "string");
}
