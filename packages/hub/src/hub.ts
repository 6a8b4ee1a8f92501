import type { AnyStream, PublishableEvent, ResumeOutcome, Topic } from "@tidings/contracts";
import { encodeComment } from "@tidings/wire";
import {
  belongsToSession,
  belongsToTopic,
  belongsToUser,
  checkUserId,
  type UserSession,
} from "./connection/belongs-to.ts";
import { CatchUpBuffer } from "./connection/catch-up-buffer.ts";
import { checkReader, type ReaderRequest } from "./connection/check-reader.ts";
import type { ConnectRequest } from "./connection/connect-request.ts";
import { type CloseReason, type Connection, HubConnection } from "./connection/connection.ts";
import { createHeartbeat } from "./connection/heartbeat.ts";
import { QueueBudget } from "./connection/queue.ts";
import { createDrainSchedule } from "./drain-schedule.ts";
import { EncodedEvents } from "./encoding/encoded-events.ts";
import { encodeGreeting } from "./encoding/greeting.ts";
import { TextBlock } from "./encoding/text-block.ts";
import { HubError } from "./error.ts";
import { createCounter } from "./fan-out/counter.ts";
import { createRooms } from "./fan-out/rooms.ts";
import { drainWindow, type HubLimits, limitsOf } from "./limits.ts";
import type { EventLog, LogEvent, NewEvent } from "./log/event-log.ts";
import { formatPosition } from "./log/position.ts";
import { type Publication, type PublishOptions, prepareAll, publicationsOf } from "./publication.ts";
import { replay } from "./replay/replay.ts";
import { resolveResumePoint } from "./replay/resolve-resume-point.ts";
import { resynchronize } from "./replay/resynchronize.ts";
import { createReporter } from "./reporter.ts";
import type { Sink } from "./sink/sink.ts";

/** What a hub is made of. An option that is undefined has its default (D21.2). */
export interface HubOptions extends Undefinable<HubLimits> {
  /** Where durable events are kept; closed with the hub. */
  readonly log: EventLog;
  /**
   * Told of each connection that opens and closes, and of failures, for logs and metrics. Default: nobody. What it throws
   * harms nothing: the first time is a warning of the process (D22.1, D22.2).
   */
  readonly onReport?: ((report: HubReport) => void) | undefined;
}

/** An option may be left out or undefined, as configuration has it. */
type Undefinable<Options> = { readonly [Name in keyof Options]?: Options[Name] | undefined };

/** What happened in a hub. */
export type HubReport =
  | { readonly type: "opened"; readonly connection: Connection; readonly resume: ResumeOutcome }
  /** A connection that resumed was sent what it had missed, held events included. */
  | { readonly type: "replayed"; readonly connection: Connection; readonly events: number }
  /** Publications were validated and taken by the log; repeated keys count again. */
  | { readonly type: "published"; readonly events: readonly NewEvent[] }
  /** One turn's events were written to all their sockets. */
  | { readonly type: "sent"; readonly events: readonly LogEvent[] }
  | { readonly type: "closed"; readonly connection: Connection; readonly reason: CloseReason }
  /** The log may have missed events; it is read again for so many live readers (D27.2). */
  | { readonly type: "missed"; readonly connections: number }
  | { readonly type: "failed"; readonly connection: Connection; readonly error: unknown };

/** Numbers of the moment. */
export interface HubStats {
  readonly connections: number;
  /** Topics with at least one reader. */
  readonly topics: number;
  /** Events published since the hub was made. */
  readonly published: number;
  /** Events handed to connections, once for each, replays not counted. */
  readonly deliveries: number;
  /** Bytes of those events, once for each connection. */
  readonly deliveredBytes: number;
  /** Bytes waiting for readers whose sockets are full. */
  readonly queuedBytes: number;
}

/** The server's core: publishers on one side, connections on the other. */
export interface Hub extends AsyncDisposable {
  /**
   * Publishes one event to a topic, or to several topics of a stream, to each once: it is validated once (D8.2). Resolves with
   * its position, of several topics with the last one's; with null for an event that is not durable, and for no topic.
   *
   * Whatever it is given, a publication that breaks its contract rejects with a HubError and reaches nobody (D13.1).
   *
   * @throws HubError `unknown_event`, `invalid_event`, `event_too_large`, `invalid_topic`, `closed`
   * @example await hub.publish(ordersStream.topic(order.user_id), { event: "order_status_update", data });
   */
  publish<S extends AnyStream>(
    topics: Topic<S> | readonly Topic<S>[],
    event: PublishableEvent<S>,
    options?: PublishOptions,
  ): Promise<string | null>;
  /**
   * Publishes several events in order, the durable ones in one append: all valid or none published.
   *
   * @throws HubError as for one event
   */
  publishAll(publications: readonly Publication[]): Promise<readonly (string | null)[]>;
  /** The log's position, for a snapshot: read it before the rows (D5.1). */
  head(): Promise<string>;
  /**
   * Makes a connection over a transport: greeting, what was missed, then live. What the caller gets wrong is thrown before
   * anything is sent; nothing is thrown for the reader's faults.
   *
   * @throws HubError `draining` or `closed`: answer 503; `invalid_greeting`: the greeting's own fields break the contract;
   *   `invalid_topic`: what is no topic, or another stream's; `invalid_options`: a principal without an id
   */
  connect<S extends AnyStream>(sink: Sink, request: ConnectRequest<S>): Connection;
  /** Throws what {@link Hub.connect} would throw and makes no connection: for a request that only asks, as HEAD does. */
  checkConnect<S extends AnyStream>(request: ConnectRequest<S>): void;
  /**
   * Says whether the hub still takes readers, for a route that answers such a refusal like its others.
   *
   * @throws HubError `draining` or `closed`
   */
  checkOpen(): void;
  /**
   * How many connections one user has.
   *
   * @throws HubError `invalid_options` for an id that is undefined or empty
   */
  count(userId: string): number;
  /** How many connections there are. */
  countAll(): number;
  /** How many connections there are from one address. */
  countFrom(address: string): number;
  stats(): HubStats;
  /** The open connections of the moment. */
  connections(): Iterable<Connection>;
  /**
   * Ends all streams of a user at once, because the right to hear them is gone (S12.1). Returns how many. Who ends, a user, one
   * session or a topic, is in the method's name, so that nothing that is undefined by mistake ends more than was meant.
   *
   * @throws HubError `invalid_options` for an id that is undefined or empty: that is nobody, and never everybody (S23.1)
   */
  disconnectUser(userId: string): number;
  /**
   * Ends the streams that one session of a user opened, as {@link Hub.disconnectUser} does: of one token, or one sign-in.
   *
   * @throws HubError `invalid_options` where the user or the session is undefined or empty
   * @example hub.disconnectSession({ id: user.id, sessionId: token.id });
   */
  disconnectSession(session: UserSession): number;
  /**
   * Ends the streams of everybody who listens to a topic, as {@link Hub.disconnectUser} does: the whole stream of each, its
   * other topics included.
   *
   * @throws HubError `invalid_topic` for what is no topic
   */
  disconnectTopic(topic: Topic): number;
  /** Ends the streams of everybody at once, as {@link Hub.disconnectUser} does (S23.2). Returns how many. */
  disconnectAll(): number;
  /**
   * Refuses new connections and ends the open ones, spread evenly over `withinMs` (D12.1, D12.2). Resolves when none is left,
   * and cuts those that are left after twice that.
   */
  drain(options: { readonly withinMs: number }): Promise<void>;
  /** Ends everything at once and closes the log; `await using hub = createHub(..)` does so at the end of its block. */
  close(): Promise<void>;
}

/**
 * Makes a hub. One a process is usual; it holds no timer while it has no connections.
 *
 * @throws HubError `invalid_options`: an option is of the wrong type or out of its range (D21.1)
 * @example
 * const hub = createHub({ log: createMemoryLog(), heartbeatMs: 15_000 });
 * createStreamServer((req, res) => serveStream(hub, req, res, { stream: ordersStream, topics, greeting })).listen(8000);
 * @see docs/spec/delivery.md
 */
export function createHub(options: HubOptions): Hub {
  const { log, limits, report } = checkOptions(options);
  const rooms = createRooms(log, (events) => report({ type: "sent", events }));
  const budget = new QueueBudget(limits.maxTotalQueueBytes);
  const connections = new Set<HubConnection>();
  const countOf = createCounter();
  const countFrom = createCounter();
  const heartbeats = new Map<string, EncodedEvents>();
  const heartbeat = createHeartbeat(limits.heartbeatMs, beat);
  const idPrefix = crypto.randomUUID().slice(0, 8);
  let connected = 0;
  let published = 0;
  let state: "open" | "draining" | "closed" = "open";
  /** Resolves when a hub that drains has no connection left. */
  let empty: PromiseWithResolvers<void> | undefined;

  function beat(connection: HubConnection) {
    // Ending a beat early is what keeps a stream from outliving its token (D11); timers run a little late.
    if (connection.endsAt <= Date.now() + 1.1 * limits.heartbeatMs) connection.end("expired", 0);
    else connection.beat(limits.inactivityMs);
  }

  function heartbeatOf(text: string): EncodedEvents {
    const encoded = heartbeats.get(text) ?? new EncodedEvents([new TextBlock(encodeComment(text))]);
    heartbeats.set(text, encoded);
    return encoded;
  }

  function onClose(connection: HubConnection, reason: CloseReason) {
    connections.delete(connection);
    heartbeat.remove(connection);
    rooms.leave(connection);
    countOf.remove(connection.principal?.id);
    countFrom.remove(connection.address);
    report({ type: "closed", connection, reason });
    if (connections.size === 0) empty?.resolve();
  }

  function onFailure(connection: HubConnection, error: unknown) {
    report({ type: "failed", connection, error });
  }

  function onLogFailure(connection: HubConnection, error: unknown) {
    // A closed connection needs no report: a hub that closes also closes the log of readers that are still joining.
    if (connection.closed) return;
    onFailure(connection, error);
    connection.close("failed");
  }

  function onMissed() {
    // The events gathered so far came before the loss and count as received.
    rooms.flush();
    const { received } = rooms;
    const { replayPage: pageSize, maxReplay: maxEvents, maxQueueBytes } = limits;
    const request = { log, pageSize, maxEvents, maxQueueBytes, received, onFailure: onLogFailure };
    report({ type: "missed", connections: resynchronize(connections, request) });
  }

  function checkOpen(): void {
    if (state !== "open") throw new HubError(state, `the hub is ${state}; answer 503 with Retry-After`);
  }

  function checkConnect(request: ReaderRequest): object {
    checkOpen();
    return checkReader(request, limits.heartbeatMs);
  }

  /** Subscribe, read, greet, send, drain the buffer (D4.2): any other order loses or doubles events. */
  async function open(connection: HubConnection, fields: object, lastEventId?: string) {
    const { topics } = connection;
    const buffer = new CatchUpBuffer(limits.maxQueueBytes);
    await rooms.join(connection, topics, buffer);
    if (connection.closed) return;
    const head = await log.head();
    const { resume, page, after } = await resolveResumePoint(log, {
      lastEventId,
      topics,
      head,
      limit: limits.replayPage,
    });
    if (connection.closed) return;
    report({ type: "opened", connection, resume });
    const greeting = encodeGreeting(connection.stream, fields, {
      connectionId: connection.id,
      heartbeatMs: limits.heartbeatMs,
      position: formatPosition(head),
      resume,
      startsAfter: formatPosition(after),
    });
    await connection.send([new TextBlock(greeting)]);
    await replay(
      connection,
      { log, topics, pageSize: limits.replayPage, maxEvents: limits.maxReplay, buffer },
      page,
      after,
    );
    if (resume === "complete" && !connection.closed)
      report({ type: "replayed", connection, events: connection.events });
  }

  async function publishAll(publications: readonly Publication[]): Promise<readonly (string | null)[]> {
    if (state === "closed") throw new HubError("closed", "the hub is closed");
    const prepared = prepareAll(publications);
    const durable = prepared.filter((one) => one.durable).map((one) => one.event);
    const ephemeral = prepared.filter((one) => !one.durable).map((one) => one.event);
    const positions = durable.length === 0 ? [] : await log.append(durable);
    if (ephemeral.length > 0) await log.broadcast(ephemeral);
    published += prepared.length;
    report({ type: "published", events: prepared.map(({ event }) => event) });
    const next = positions.values();
    return prepared.map((one) => {
      const position = one.durable ? next.next().value : undefined;
      return position === undefined ? null : formatPosition(position);
    });
  }

  log.onMissed?.(onMissed);

  return {
    async publish(topics, event, publishOptions) {
      const positions = await publishAll(publicationsOf(topics, event, publishOptions));
      return positions.at(-1) ?? null;
    },
    publishAll,
    async head() {
      return formatPosition(await log.head());
    },
    checkConnect: (request) => void checkConnect(request),
    checkOpen,
    connect(sink, request) {
      const greeting = checkConnect(request);
      connected += 1;
      const now = Date.now();
      const connection = new HubConnection({
        id: `${idPrefix}-${connected}`,
        stream: request.stream,
        topics: request.topics.map(({ name }) => name),
        address: request.address,
        sink,
        principal: request.principal,
        heartbeat: heartbeatOf(request.stream.heartbeat),
        openedAt: now,
        endsAt: Math.min(
          lastFifth(now, request.principal?.expiresAt ?? Number.POSITIVE_INFINITY),
          lastFifth(now, now + limits.maxStreamMs),
        ),
        maxQueueBytes: limits.maxQueueBytes,
        budget,
        onClose,
        onFailure,
      });
      connections.add(connection);
      heartbeat.add(connection);
      countOf.add(request.principal?.id);
      countFrom.add(request.address);
      open(connection, greeting, request.lastEventId).catch((error: unknown) => onLogFailure(connection, error));
      return connection;
    },
    count(userId) {
      checkUserId("count", userId);
      return countOf.get(userId);
    },
    countAll: () => connections.size,
    countFrom: countFrom.get,
    stats() {
      return {
        connections: connections.size,
        topics: rooms.size,
        published,
        deliveries: rooms.deliveries,
        deliveredBytes: rooms.bytes,
        queuedBytes: budget.used,
      };
    },
    connections() {
      return connections.values();
    },
    disconnectUser: (userId) => revoke([...connections].filter(belongsToUser("disconnectUser", userId))),
    disconnectSession: (session) => revoke([...connections].filter(belongsToSession("disconnectSession", session))),
    disconnectTopic: (topic) => revoke([...connections].filter(belongsToTopic(topic))),
    disconnectAll: () => revoke([...connections]),
    async drain(drainOptions) {
      const withinMs = drainWindow(drainOptions?.withinMs);
      if (state === "open") state = "draining";
      // What was published before is sent before (D12.3).
      rooms.flush();
      if (connections.size === 0) return;
      empty ??= Promise.withResolvers<void>();
      const leaving = [...connections];
      const { stepMs, endedAfter } = createDrainSchedule(leaving.length, withinMs);
      let step = 0;
      // By the steady clock: the time of day may be set meanwhile.
      const over = performance.now() + withinMs;
      const deadline = over + withinMs;
      const timer = setInterval(() => {
        const ends = endedAfter(step + 1) - endedAfter(step);
        step += 1;
        const absentMs = Math.max(0, over - performance.now());
        for (const connection of leaving.splice(0, ends)) {
          connection.end("drained", Math.random() * withinMs, { absentMs });
        }
        if (performance.now() >= deadline) for (const connection of connections) connection.close("drained");
      }, stepMs);
      await empty.promise;
      clearInterval(timer);
    },
    async close() {
      if (state === "closed") return;
      state = "closed";
      rooms.flush();
      for (const connection of connections) connection.end("drained", 0);
      await log.close();
    },
    [Symbol.asyncDispose]() {
      return this.close();
    },
  };
}

/** What a hub is made of, checked once, where it is made: a wrong number would cut every stream later (D21.1). */
function checkOptions(options: HubOptions) {
  const { log, onReport } = options ?? {};
  const methods = ["head", "append", "broadcast", "read", "subscribe", "close"] as const;
  if (!methods.every((method) => typeof log?.[method] === "function")) {
    throw new HubError("invalid_options", "createHub's log must be an event log; createMemoryLog() makes one");
  }
  if (onReport !== undefined && typeof onReport !== "function") {
    throw new HubError("invalid_options", "createHub's onReport must be a function; leave it out for none");
  }
  return { log, limits: limitsOf(options), report: createReporter("onReport of createHub", onReport) };
}

/** Ends streams because the right to hear them is gone. Returns how many. */
function revoke(connections: readonly Connection[]): number {
  for (const connection of connections) connection.end("revoked", 0);
  return connections.length;
}

/** A random moment in the last fifth of a span, so that what began together does not end together (D11). */
function lastFifth(start: number, end: number): number {
  return end === Number.POSITIVE_INFINITY ? end : end - (Math.max(0, end - start) / 5) * Math.random();
}
