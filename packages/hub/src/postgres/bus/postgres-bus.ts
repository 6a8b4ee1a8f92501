import { setTimeout as pause } from "node:timers/promises";
import { createListeners } from "@tidings/contracts/listeners";
import type { Bus, BusMessage, BusReport } from "../../bus/bus.ts";
import { createChannels } from "../../bus/channels.ts";
import { createEchoes } from "../../bus/echoes.ts";
import { HubError } from "../../error.ts";
import { createReporter } from "../../reporter.ts";
import { logFailed } from "../failure.ts";
import type { PostgresPool, PostgresQueries } from "../pool.ts";
import { createListener } from "./listener.ts";
import { createBatchReader, writeBatch } from "./message.ts";

/** What a bus over PostgreSQL needs. */
export interface PostgresBusOptions {
  /** A pool of `pg` with at least 2 connections. The bus keeps one while it listens, and never ends the pool. */
  readonly pool: PostgresPool;
  /**
   * Nodes of one name in one database hear each other. From 1 to 50 letters, digits and `_`, small letters only. Default
   * `tidings`.
   */
  readonly name?: string | undefined;
  /**
   * Whether to hear other nodes. Default true. Set it to false behind a pooler that shares connections between
   * transactions (PgBouncer, `pool_mode = transaction`), where LISTEN does not work: this node then sends to those that
   * listen, and hears only itself.
   */
  readonly listen?: boolean | undefined;
  /** Called for failures after which the bus goes on by itself. Default: does nothing. */
  readonly onReport?: ((report: BusReport) => void) | undefined;
}

const SEND = "SELECT pg_notify($1, payload) FROM unnest($2::text[]) WITH ORDINALITY AS p (payload, n) ORDER BY n";
const NAME = /^[a-z0-9_]{1,50}$/;
/** The most messages of one statement. */
const MAX_TOGETHER = 1000;
/** Milliseconds for which the end waits for what was published before. */
const CLOSE_WITHIN_MS = 5000;

interface Waiting {
  readonly messages: readonly BusMessage[];
  resolve(): void;
}

/**
 * A bus over NOTIFY, on one connection a node. Every node receives all messages and ignores those of channels without a
 * subscriber. Messages that come while others are being sent share the next statement. Resolves when it listens.
 *
 * @throws HubError `invalid_options`; `log_failed` if it cannot listen
 * @example const bus = await createPostgresBus({ pool: new Pool({ connectionString: process.env.DATABASE_URL }) });
 * @see docs/spec/delivery.md D29
 */
export async function createPostgresBus(options: PostgresBusOptions): Promise<Bus> {
  const { pool, name, listen, onReport } = checkOptions(options);
  const report = createReporter("onReport of createPostgresBus", onReport);
  const channels = createChannels();
  const missed = createListeners<[]>();
  const echoes = createEchoes();
  const read = createBatchReader();
  const waiting: Waiting[] = [];
  const started = Promise.withResolvers<void>();
  let sending: Promise<void> | undefined;
  let closed = false;

  const listener = listen
    ? createListener(pool, name, {
        onMessage(payload) {
          const batch = read(payload);
          if (batch === undefined) return;
          if (batch.sender === echoes.node) echoes.returned(batch.number);
          else channels.deliver(batch.messages);
        },
        onListening() {
          started.resolve();
          missed.notify();
        },
        onLost(error) {
          started.reject(error);
          echoes.lost();
          report({ type: "bus_lost", error });
        },
      })
    : undefined;

  async function sendAll(): Promise<void> {
    // Wait for everything else that is published in this turn.
    await Promise.resolve();
    for (let group = takeGroup(); group.length > 0; group = takeGroup()) await send(group);
    sending = undefined;
  }

  function takeGroup(): readonly Waiting[] {
    let [count, messages] = [0, 0];
    for (const one of waiting) {
      messages += one.messages.length;
      if (count > 0 && messages > MAX_TOGETHER) break;
      count += 1;
    }
    return waiting.splice(0, count);
  }

  /** Resolves when the database has taken it. */
  async function send(group: readonly Waiting[]): Promise<void> {
    const messages = group.flatMap((one) => one.messages);
    const deliver = () => {
      channels.deliver(messages);
      for (const { resolve } of group) resolve();
    };
    const tell = (queries: PostgresQueries, number: number) =>
      queries.query(SEND, [name, writeBatch(echoes.node, number, messages)]);
    const connection = listener?.connection;
    if (connection !== undefined) {
      const told = Promise.withResolvers<unknown>();
      void echoes.send((number) => {
        told.resolve(tell(connection, number));
        return told.promise;
      }, deliver);
      await told.promise.catch(() => {});
      return;
    }
    deliver();
    if (listen) return;
    await tell(pool, 0).catch((error: unknown) => report({ type: "bus_lost", error }));
  }

  function open() {
    if (closed) throw new HubError("closed", "the bus is closed");
  }

  if (listen) {
    try {
      await started.promise;
    } catch (error) {
      listener?.close();
      throw logFailed("cannot listen", error);
    }
  }

  return {
    async publish(messages) {
      open();
      if (messages.length === 0) return;
      await new Promise<void>((resolve) => {
        waiting.push({ messages, resolve });
        sending ??= sendAll();
      });
    },
    async subscribe(channel, subscriber) {
      open();
      const leave = channels.add(channel, subscriber);
      return () => void leave();
    },
    onMissed: (subscriber) => missed.add(subscriber),
    async close() {
      if (closed) return;
      closed = true;
      // What was published before still goes out. A connection that does not answer must not hold up the end.
      await Promise.race([sending, pause(CLOSE_WITHIN_MS, undefined, { ref: false })]);
      listener?.close();
      echoes.lost();
      channels.clear();
      missed.clear();
    },
  };
}

function checkOptions(options: PostgresBusOptions) {
  const { pool, name = "tidings", listen = true, onReport } = options ?? {};
  if (typeof pool?.query !== "function" || typeof pool.connect !== "function") {
    throw refuse("give createPostgresBus a pool: { pool: new Pool() }, with Pool of pg");
  }
  if (typeof name !== "string" || !NAME.test(name)) {
    throw refuse("createPostgresBus' name must be 1 to 50 small letters, digits and _");
  }
  if (typeof listen !== "boolean") throw refuse("createPostgresBus' listen must be true or false");
  if (onReport !== undefined && typeof onReport !== "function") {
    throw refuse("createPostgresBus' onReport must be a function; leave it out for none");
  }
  return { pool, name, listen, onReport };
}

function refuse(message: string): HubError {
  return new HubError("invalid_options", message);
}
