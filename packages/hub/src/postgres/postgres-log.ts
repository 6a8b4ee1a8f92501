import { createListeners } from "@tidings/contracts/listeners";
import type { BusReport } from "../bus/bus.ts";
import { HubError } from "../error.ts";
import type { EventLog } from "../log/event-log.ts";
import { checkEventName } from "../log/event-name.ts";
import { createSubscribers } from "../log/subscribers.ts";
import { createReporter } from "../reporter.ts";
import { createAnnouncer } from "./announcer.ts";
import { createAppendQueue, STORING } from "./append-queue.ts";
import { createBroadcasts } from "./broadcasts.ts";
import { createPostgresBus } from "./bus/postgres-bus.ts";
import type { StoredEvent } from "./event-row.ts";
import { guarded } from "./failure.ts";
import { createFollower } from "./follower.ts";
import { maintain } from "./maintenance.ts";
import { openTables } from "./open.ts";
import { checkOptions, type PostgresLogOptions } from "./options.ts";
import type { PostgresQueries } from "./pool.ts";
import { readPage } from "./read-page.ts";
import { checkStorable, storeEvents } from "./store-events.ts";
import { createTopicChannels } from "./topic-channels.ts";
import { createTransactions } from "./transactions.ts";

/** An event log in PostgreSQL, which several nodes share. */
export interface PostgresLog extends EventLog {
  /**
   * Runs `work` in a transaction. Events that `work`, or anything it calls, publishes are part of it: they are stored
   * with the rows, delivered after the commit, and discarded by a rollback (D20). Publish at the end, because nobody
   * else can publish until the commit. `head()` inside reads by the transaction's connection.
   *
   * @param work Gets `queries`, the transaction's connection.
   * @throws What `work` rejects with, or the database's error
   * @example
   * await log.transaction(async (queries) => {
   *   await queries.query("UPDATE orders SET status = 'Preparing' WHERE id = $1", [id]);
   *   await hub.publish(ordersStream.topic(user), { event: "order_status_update", data });
   * });
   */
  transaction<T>(work: (queries: PostgresQueries) => Promise<T>): Promise<T>;
  onMissed(listener: () => void): () => void;
}

/** Milliseconds between two runs of the maintenance, if nothing is appended. */
const MAINTAIN_MS = 60_000;

/**
 * Opens the event log in a PostgreSQL database (15 or newer). Any number of nodes may open it at once. Each delivers
 * the events of all nodes, in one order. Appends that come while a commit is running share the next one.
 *
 * @throws HubError `invalid_options`; `log_failed` if the database cannot be used
 * @example const log = await createPostgresLog({ pool: new Pool({ connectionString: process.env.DATABASE_URL }) });
 * @see docs/spec/delivery.md D1, D2, D4, D7, D19, D20, D27
 */
export async function createPostgresLog(options: PostgresLogOptions): Promise<PostgresLog> {
  const { pool, limits, part, createTables, bus: givenBus, listen, pollMs, onReport } = checkOptions(options);
  const report = createReporter("onReport of createPostgresLog", onReport);
  let sinceLook = 0;
  let maintaining: Promise<void> | undefined;
  let looking: Promise<void> | undefined;
  let closed = false;
  const { head, channel } = await guarded("cannot be opened", () => openTables(pool, createTables));
  const bus = givenBus ?? (await createPostgresBus({ pool, name: channel, listen, onReport: onBusReport }));
  const subscribers = createSubscribers();
  const missed = createListeners<[]>();
  const follower = createFollower(pool, subscribers, missed, head);
  const announcer = await createAnnouncer(bus, channel, look);
  const leaveBus = bus.onMissed(look);
  const topics = createTopicChannels(bus, channel, (text) => broadcasts.receive(text));
  const broadcasts = createBroadcasts(bus, topics.channelOf, { queries: pool, subscribers, follower });
  const { run: transaction, join, current } = createTransactions(pool, deliver);
  const queue = createAppendQueue(
    (events) => storeEvents(pool, events),
    ({ fresh }) => deliver(fresh),
  );
  /** How many appends it takes until the maintenance runs. */
  const lookEvery = Math.max(1, Math.floor(Math.min(part.rows, limits.count / 8)));

  function onBusReport({ error }: BusReport): void {
    report({ type: "listener_lost", error });
  }

  /** Delivers what other nodes stored. Nobody awaits it. */
  function look(): void {
    if (closed) return;
    looking = follower.follow().catch((error: unknown) => {
      if (!closed) report({ type: "read_failed", error });
    });
  }

  async function deliver(fresh: readonly StoredEvent[]): Promise<void> {
    if (fresh.length === 0) return;
    announcer.announce();
    // The event is stored. If this node cannot read the earlier events of others now, the next look delivers it.
    await follower.accept(fresh).catch((error: unknown) => report({ type: "read_failed", error }));
    sinceLook += fresh.length;
    if (sinceLook >= lookEvery) trim();
  }

  function trim(): void {
    sinceLook = 0;
    maintaining ??= maintain(pool, limits, part)
      .catch((error: unknown) => {
        if (!closed) report({ type: "maintenance_failed", error });
      })
      .finally(() => {
        maintaining = undefined;
      });
  }

  function open() {
    if (closed) throw new HubError("closed", "the event log is closed");
  }

  // The bus may lose every announcement (D29.4).
  const poll = setInterval(look, pollMs);
  const trimming = setInterval(trim, MAINTAIN_MS);
  for (const timer of [poll, trimming]) timer.unref();
  // What was stored while this log was being opened.
  if (listen || givenBus !== undefined) look();

  return {
    async head() {
      open();
      return guarded("could not be asked for its head", async () => {
        const queries = current() ?? pool;
        const { rows } = await queries.query("SELECT epoch, sequence FROM event_log_state");
        return { epoch: String(rows[0]?.epoch), sequence: Number(rows[0]?.sequence) };
      });
    },
    async append(events) {
      open();
      checkStorable(events);
      if (events.length === 0) return [];
      const joined = join(events);
      return joined === undefined ? queue.add(events) : guarded(STORING, () => joined);
    },
    async broadcast(events) {
      open();
      for (const { event } of events) checkEventName(event);
      await broadcasts.send(events);
    },
    async read(request) {
      open();
      return guarded("could not be read", () => readPage(pool, request, limits));
    },
    async subscribe(topic, subscriber) {
      open();
      const unsubscribe = subscribers.add(topic, subscriber);
      const leave = await topics.join(topic);
      return () => {
        unsubscribe();
        leave();
      };
    },
    onMissed: (subscriber) => missed.add(subscriber),
    transaction(work) {
      open();
      return transaction(work);
    },
    async close() {
      if (closed) return;
      closed = true;
      await queue.idle();
      clearInterval(poll);
      clearInterval(trimming);
      leaveBus();
      topics.close();
      announcer.close();
      if (givenBus === undefined) await bus.close();
      await maintaining;
      await looking;
      subscribers.clear();
      missed.clear();
    },
  };
}
