import { createUpkeep } from "../bus/upkeep.ts";
import type { RedisClient, RedisConnection } from "./client.ts";

/** The callbacks of a link. */
export interface RedisLinkEvents {
  /** The channels to subscribe to on a new connection. */
  channels(): readonly string[];
  onMessage(channel: string, text: string): void;
  /** A connection hears its channels, for the first time or again. */
  onReady(): void;
  /** The connection was lost, or could not be made. The link connects again by itself. */
  onLost(error: unknown): void;
}

/** A node's one connection to Redis, which is replaced when it is lost. */
export interface RedisLink {
  /** The connection while it works. */
  readonly connection: RedisConnection | undefined;
  /** Whether the connection hears a channel. */
  hears(channel: string): boolean;
  /**
   * Resolves when a channel is heard. Without a connection it resolves at once, because the next connection subscribes
   * to all channels.
   */
  subscribe(channel: string): Promise<void>;
  unsubscribe(channel: string): void;
  close(): void;
}

/**
 * Connects, and does it anew after each loss. The client's own reconnection is not used, because a subscription that was
 * under way when its connection broke is not repeated there.
 */
export function createRedisLink(client: RedisClient, receive: RedisLinkEvents): RedisLink {
  let connection: RedisConnection | undefined;
  let giveUp: ((error: unknown) => void) | undefined;
  /** The channels of the connection. Each resolves when it is heard. */
  const subscribed = new Map<string, Promise<unknown>>();
  const heard = new Set<string>();
  /** The channels whose end is under way. The client would forget a subscription that is made meanwhile. */
  const leaving = new Map<string, Promise<unknown>>();
  const upkeep = createUpkeep(() => void connect(), receive.onLost);
  void connect();

  async function connect(): Promise<void> {
    let isOver = false;
    let made: RedisConnection | undefined;
    const leave = (error: unknown) => {
      if (isOver) return;
      isOver = true;
      connection = undefined;
      giveUp = undefined;
      end(made);
      upkeep.down(error);
    };
    giveUp = leave;
    try {
      made = client.duplicate({ RESP: 3, disableOfflineQueue: true });
      made.on("error", (error) => giveUp?.(error));
      made.on("end", () => giveUp?.(new Error("the connection has ended")));
      await made.connect();
      if (isOver) return end(made);
      connection = made;
      for (const known of [subscribed, heard, leaving]) known.clear();
      const mine = made;
      upkeep.watch({ ask: () => mine.ping(), giveUp: leave });
      await subscribe(made, receive.channels());
      if (isOver) return;
      upkeep.ready();
      receive.onReady();
    } catch (error) {
      giveUp?.(error);
    }
  }

  /** Subscribes to what is not subscribed to yet, and resolves when all of it is heard. */
  async function subscribe(to: RedisConnection, channels: readonly string[]): Promise<void> {
    const fresh = channels.filter((channel) => !subscribed.has(channel));
    if (fresh.length > 0) {
      const done = Promise.all(fresh.map((channel) => leaving.get(channel)))
        .then(() => to.subscribe(fresh, hear))
        .then(() => {
          for (const channel of fresh) if (subscribed.get(channel) === done) heard.add(channel);
        });
      for (const channel of fresh) subscribed.set(channel, done);
    }
    await Promise.all(channels.map((channel) => subscribed.get(channel)));
  }

  function hear(text: string, channel: string): void {
    receive.onMessage(channel, text);
  }

  return {
    get connection() {
      return connection;
    },
    hears: (channel) => connection !== undefined && heard.has(channel),
    async subscribe(channel) {
      // An error means that the connection is lost.
      if (connection !== undefined) await subscribe(connection, [channel]).catch(() => {});
    },
    unsubscribe(channel) {
      const done = subscribed.get(channel);
      const from = connection;
      subscribed.delete(channel);
      heard.delete(channel);
      if (done === undefined || from === undefined) return;
      const gone = done.then(() => from.unsubscribe([channel])).catch(() => {});
      leaving.set(channel, gone);
      void gone.then(() => leaving.get(channel) === gone && leaving.delete(channel));
    },
    close() {
      upkeep.close();
      giveUp?.(new Error("the bus is closed"));
    },
  };
}

/** A connection that was never opened, or is closed already, throws. */
function end(connection: RedisConnection | undefined): void {
  try {
    connection?.destroy();
  } catch {}
}
