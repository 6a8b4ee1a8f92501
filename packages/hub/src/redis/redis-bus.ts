import { setTimeout as pause } from "node:timers/promises";
import { createListeners } from "@tidings/contracts/listeners";
import type { Bus, BusMessage, BusReport } from "../bus/bus.ts";
import { createChannels } from "../bus/channels.ts";
import { createEchoes } from "../bus/echoes.ts";
import { HubError } from "../error.ts";
import { createReporter } from "../reporter.ts";
import type { RedisClient } from "./client.ts";
import { createRedisLink } from "./redis-link.ts";

/** What a bus over Redis needs. */
export interface RedisBusOptions {
  /** `createClient({ url })` of `redis` 5. It need not be connected, and the bus never closes it. */
  readonly client: RedisClient;
  /** Nodes of one name on one Redis hear each other. From 1 to 100 characters. Default `tidings`. */
  readonly name?: string | undefined;
  /** Called for failures after which the bus goes on by itself. Default: does nothing. */
  readonly onReport?: ((report: BusReport) => void) | undefined;
}

/** Milliseconds for which the start waits for a Redis that does not answer. */
const START_WITHIN_MS = 10_000;
/** Milliseconds for which the end waits for what was published before. */
const CLOSE_WITHIN_MS = 5000;

/**
 * A bus over plain publish and subscribe of Redis 6 or newer, or Valkey, on one connection a node. A node receives only
 * what goes to channels that it has subscribed to. Nothing is stored in Redis, so it may lose everything. Resolves when
 * it is heard, or when the first attempt has failed; it then keeps trying.
 *
 * @throws HubError `invalid_options`
 * @example
 * const bus = await createRedisBus({ client: createClient({ url: process.env.REDIS_URL }) });
 * const log = await createPostgresLog({ pool, bus });
 * @see docs/spec/delivery.md D29
 */
export async function createRedisBus(options: RedisBusOptions): Promise<Bus> {
  const { client, name, onReport } = checkOptions(options);
  const report = createReporter("onReport of createRedisBus", onReport);
  const channels = createChannels();
  const missed = createListeners<[]>();
  const echoes = createEchoes();
  const started = Promise.withResolvers<void>();
  const sending = new Set<Promise<unknown>>();
  let closed = false;
  const toRedis = (channel: string) => `${name}:${channel}`;

  const link = createRedisLink(client, {
    channels: () => channels.names.map(toRedis),
    onMessage(redisChannel, frame) {
      const [sender = "", number = ""] = frame.split(" ", 2);
      const text = frame.slice(sender.length + number.length + 2);
      if (sender === echoes.node) echoes.returned(Number(number));
      else channels.deliver([{ channel: redisChannel.slice(name.length + 1), text }]);
    },
    onReady() {
      started.resolve();
      missed.notify();
    },
    onLost(error) {
      started.resolve();
      echoes.lost();
      report({ type: "bus_lost", error });
    },
  });

  function send(message: BusMessage): Promise<void> {
    const { channel, text } = message;
    const deliver = () => channels.deliver([message]);
    const { connection } = link;
    const tell = async (number: number) => connection?.publish(toRedis(channel), `${echoes.node} ${number} ${text}`);
    if (link.hears(toRedis(channel))) return echoes.send(tell, deliver, channel);
    // It does not come back, or nobody waits for it. An error means that the connection is lost.
    deliver();
    return tell(0).then(ignore, ignore);
  }

  function open() {
    if (closed) throw new HubError("closed", "the bus is closed");
  }

  const patience = new AbortController();
  await Promise.race([started.promise, pause(START_WITHIN_MS, undefined, { signal: patience.signal }).catch(ignore)]);
  patience.abort();

  return {
    async publish(messages) {
      open();
      const sent = Promise.all(messages.map(send));
      sending.add(sent);
      await sent.finally(() => sending.delete(sent));
    },
    async subscribe(channel, listener) {
      open();
      const leave = channels.add(channel, listener);
      await link.subscribe(toRedis(channel));
      return () => {
        if (!leave() || closed) return;
        echoes.lost(channel);
        link.unsubscribe(toRedis(channel));
      };
    },
    onMissed: (listener) => missed.add(listener),
    async close() {
      if (closed) return;
      closed = true;
      await Promise.race([Promise.all(sending), pause(CLOSE_WITHIN_MS, undefined, { ref: false })]);
      link.close();
      echoes.lost();
      channels.clear();
      missed.clear();
    },
  };
}

function ignore(): void {}

function checkOptions(options: RedisBusOptions) {
  const { client, name = "tidings", onReport } = options ?? {};
  if (typeof client?.duplicate !== "function") {
    throw refuse("give createRedisBus a client: { client: createClient({ url }) }, with createClient of redis");
  }
  if (typeof name !== "string" || name.length === 0 || name.length > 100) {
    throw refuse("createRedisBus' name must be 1 to 100 characters");
  }
  if (onReport !== undefined && typeof onReport !== "function") {
    throw refuse("createRedisBus' onReport must be a function; leave it out for none");
  }
  return { client, name, onReport };
}

function refuse(message: string): HubError {
  return new HubError("invalid_options", message);
}
