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

/** Milliseconds before the first attempt to connect again; doubles up to the longest. */
const RETRY_MS = 50;
const LONGEST_RETRY_MS = 5000;
/** Milliseconds between two checks. A busy machine may take seconds to answer one. */
const CHECK_MS = 5000;

/**
 * Connects, and does it anew after each loss. The client's own reconnection is not used, because a subscription that was
 * under way when its connection broke is not repeated there.
 */
export function createRedisLink(client: RedisClient, receive: RedisLinkEvents): RedisLink {
  let connection: RedisConnection | undefined;
  let giveUp: ((error: unknown) => void) | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  /** The channels of the connection. Each resolves when it is heard. */
  const subscribed = new Map<string, Promise<unknown>>();
  const heard = new Set<string>();
  /** The channels whose end is under way. The client would forget a subscription that is made meanwhile. */
  const leaving = new Map<string, Promise<unknown>>();
  let failures = 0;
  let isAsking = false;
  let closed = false;
  const checking = setInterval(check, CHECK_MS);
  checking.unref();
  void connect();

  async function connect(): Promise<void> {
    let isOver = false;
    let made: RedisConnection | undefined;
    giveUp = (error) => {
      if (isOver) return;
      isOver = true;
      connection = undefined;
      giveUp = undefined;
      end(made);
      if (!closed) connectLater(error);
    };
    try {
      made = client.duplicate({ RESP: 3, disableOfflineQueue: true });
      made.on("error", (error) => giveUp?.(error));
      made.on("end", () => giveUp?.(new Error("the connection has ended")));
      await made.connect();
      if (isOver) return end(made);
      connection = made;
      for (const known of [subscribed, heard, leaving]) known.clear();
      await subscribe(made, receive.channels());
      if (isOver) return;
      failures = 0;
      isAsking = false;
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

  function connectLater(error: unknown): void {
    const delay = Math.min(LONGEST_RETRY_MS, RETRY_MS * 2 ** failures);
    failures += 1;
    receive.onLost(error);
    retry = setTimeout(connect, delay);
    retry.unref();
  }

  /** Asks whether the connection is alive. One that has not answered the previous question is closed. */
  function check(): void {
    if (connection === undefined) return;
    if (isAsking) {
      // After a long turn of the event loop the answer may be here and not read yet.
      setImmediate(() => {
        if (isAsking) giveUp?.(new Error("the connection does not answer"));
      });
      return;
    }
    isAsking = true;
    connection.ping().then(
      () => {
        isAsking = false;
      },
      (error: unknown) => giveUp?.(error),
    );
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
      closed = true;
      clearInterval(checking);
      clearTimeout(retry);
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
