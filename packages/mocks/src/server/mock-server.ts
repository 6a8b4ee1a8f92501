import type { AnyStream, ConnectionFields, PublishableEvent, Topic } from "@tidings/contracts";
import { sampleUsers, type User } from "@tidings/contracts/auth";
import type { Store } from "@tidings/contracts/listeners";
import { createListeners } from "@tidings/contracts/listeners";
import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import { encodeComment } from "@tidings/wire";
import { type Clock, systemClock } from "../clock/clock.ts";
import { MocksError } from "../error.ts";
import { numberOption } from "../number-option.ts";
import { batchOf } from "./batch-of.ts";
import { type Connection, openConnection } from "./connection.ts";
import { createEventLog } from "./event-log.ts";
import { frameEvent } from "./frame.ts";
import { createNetwork } from "./network.ts";
import type { NetworkState, RefusalOptions } from "./network-state.ts";
import { createOnce, type Once } from "./once.ts";

// What greetings say if no heartbeats are sent: the longest time that a client's timer can hold.
const NEVER_MS = MAX_TIMER_MS;

const HEARTBEAT = { fallback: 30_000, min: 1, max: MAX_TIMER_MS, orInfinity: true };
const RETENTION = { fallback: 1000, min: 0, max: Number.POSITIVE_INFINITY, whole: true };

/** What {@link createMockServer} takes. */
export interface MockServerOptions {
  /** Default {@link systemClock}. */
  readonly clock?: Clock | undefined;
  /** Milliseconds between heartbeat comments. Default 30,000; from 1 to 2^31-1; Infinity sends none. */
  readonly heartbeatMs?: number | undefined;
  /**
   * Milliseconds that every answer takes. Default 0; Infinity never answers, which keeps a page in its loading state.
   */
  readonly latencyMs?: number | undefined;
  /** Stored events kept for replay. Default 1,000; 0 makes every missed event a gap; Infinity keeps all. */
  readonly retention?: number | undefined;
  /**
   * Returns the user of a token; undefined means there is none. Default: every request, even one without a token, is
   * Ada's.
   */
  identify?(token: string | undefined): User | undefined;
}

/** What a control panel shows; a new object after each change. */
export interface MockServerState {
  readonly network: NetworkState;
  /** Open streams. */
  readonly connections: number;
  readonly latencyMs: number;
  /** Position of the newest stored event. */
  readonly head: string;
}

/** An open connection, as statistics see it. */
export interface MockConnection {
  /** Names of the topics it listens to. */
  readonly topics: ReadonlySet<string>;
  /** Who opened it; undefined if nobody is signed in. */
  readonly user: User | undefined;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  /** Ends it, as a server does when the user has lost the right to it. */
  end(): void;
}

/** How to publish one event. */
export interface MockPublishOptions {
  /** The connection that does not get the event, because its reader published it. Default: all get it (D23.1). */
  readonly exceptConnection?: string | undefined;
}

/** One virtual server. `mockStream` and `mockEndpoint` handlers answer from it; people and tests control it. */
export interface MockServer extends Store<MockServerState>, Disposable {
  readonly clock: Clock;
  /**
   * Sends an event to all connections of its topic, and stores it if its contract says so. The topic key `*` reaches
   * every connection of the stream.
   *
   * @returns the event's position, undefined for one that is not stored
   * @throws MocksError `unknown_event`, `invalid_event`, `event_too_large`, `invalid_topic`, as the hub, or `closed`
   * @example server.publish(ordersStream.topic(user.id), { event: "order_status_update", data })
   */
  publish<S extends AnyStream>(
    topic: Topic<S>,
    event: PublishableEvent<S>,
    options?: MockPublishOptions,
  ): string | undefined;
  /** Position of the newest stored event: what a snapshot carries, read before its rows (D5.1). */
  head(): string;
  /** One stream's open connections, oldest first: what statistics and the answers of publishing endpoints count. */
  connectionsOf(stream: AnyStream): readonly MockConnection[];

  /** Cuts open streams, all or one user's. Clients reconnect and resume. */
  drop(userId?: string): void;
  /** Forgets the log and cuts all streams. Clients reconnect and get a gap. */
  gap(): void;
  /** Open streams stay open and go silent, without heartbeats. Only a client's watchdog notices (C7.1). */
  silence(): void;
  /** Cuts all streams and lets every request fail until {@link goOnline}. */
  goOffline(): void;
  /** Ends what {@link goOffline}, {@link refuse} and {@link loseAnswers} began. */
  goOnline(): void;
  /** Cuts all streams and answers with `status`, `times` times or until {@link goOnline}. */
  refuse(status: number, options?: RefusalOptions): void;
  /**
   * Carries out the next requests that change something, but loses their answers. Requests that only read are answered,
   * and streams stay open. {@link goOnline} ends it.
   *
   * @param times Answers to lose. Default 1; 0 loses none, Infinity all.
   */
  loseAnswers(times?: number): void;
  /** @see MockServerOptions.latencyMs */
  setLatency(ms: number): void;

  /** Aborted by {@link close}. */
  readonly signal: AbortSignal;
  /** Ends all streams for good and leaves no timer. Calling it twice is harmless. */
  close(): void;

  /**
   * For handlers: waits for the latency. Resolves with the network's refusal, or undefined if the request may go on.
   */
  admit(kind: "stream" | "endpoint"): Promise<Response | undefined>;
  /** For handlers: whether the answer to a request that was carried out gets lost. */
  losesAnswer(): boolean;
  /** For handlers: carries out a request that creates something once for each key (D25.1). */
  readonly once: Once;
  /** For handlers. @see MockServerOptions.identify */
  identify(token: string | undefined): User | undefined;
  /** For handlers: opens a stream that resumes after `lastEventId`. */
  connect(options: {
    readonly stream: AnyStream;
    readonly topics: readonly string[];
    readonly user: User | undefined;
    readonly lastEventId: string | undefined;
    /** Whether missed events come as one event (D15.1). Events that are published later still come alone. */
    readonly batch: boolean;
    greet(fields: ConnectionFields): string;
  }): ReadableStream<Uint8Array>;
}

/**
 * Makes a mock server. It answers nothing by itself: make handlers on it.
 *
 * @throws MocksError `invalid_options`
 * @example
 * const server = createMockServer();
 * setupWorker(mockStream(server, ordersStream), mockEndpoint(server, listOrders, () => ({ data: [...sampleOrders] })));
 * server.publish(ordersStream.topic("*"), { event: "order_status_update", data });
 */
export function createMockServer(options: MockServerOptions = {}): MockServer {
  const clock = options.clock ?? systemClock;
  const heartbeatMs = Math.min(
    numberOption("createMockServer's heartbeatMs", options.heartbeatMs, HEARTBEAT),
    NEVER_MS,
  );
  const log = createEventLog(clock.now(), numberOption("createMockServer's retention", options.retention, RETENTION));
  const connections = new Set<Connection>();
  const listeners = createListeners();
  const network = createNetwork(clock, options.latencyMs, changed);
  const { stopping } = network;
  let opened = 0;
  let stopHeartbeat: (() => void) | undefined;
  let state: MockServerState | undefined;

  function changed(): void {
    state = undefined;
    listeners.notify();
  }

  const beat = () => {
    stopHeartbeat = clock.schedule(beat, heartbeatMs);
    for (const connection of [...connections]) connection.write(encodeComment(connection.stream.heartbeat));
  };

  const onClose = (connection: Connection) => {
    connections.delete(connection);
    if (connections.size === 0) {
      stopHeartbeat?.();
      stopHeartbeat = undefined;
    }
    changed();
  };

  const cutAll = () => {
    for (const connection of [...connections]) connection.cut();
  };

  return {
    clock,
    signal: stopping.signal,
    head: log.head,
    connectionsOf: (stream) => [...connections].filter((connection) => connection.stream === stream),
    publish(topic, event, { exceptConnection } = {}) {
      if (stopping.signal.aborted) throw new MocksError("closed", "this mock server was closed; make a new one");
      const frame = frameEvent(topic, event);
      const position = frame.durable ? log.append(topic.name, frame.at) : undefined;
      const text = frame.at(position);
      for (const connection of [...connections]) {
        if (connection.id !== exceptConnection && connection.topics.has(topic.name)) connection.write(text);
      }
      changed();
      return position;
    },

    drop(userId) {
      for (const connection of [...connections]) {
        if (userId === undefined || connection.user?.id === userId) connection.cut();
      }
    },
    gap() {
      log.forget();
      cutAll();
      changed();
    },
    silence() {
      for (const connection of connections) connection.mute();
    },
    goOffline() {
      network.goOffline();
      cutAll();
    },
    goOnline: network.goOnline,
    refuse(status, how) {
      if (network.refuse(status, how)) cutAll();
    },
    loseAnswers: network.loseAnswers,
    setLatency: network.setLatency,

    getSnapshot() {
      const { state: reached, latencyMs } = network;
      state ??= { network: reached, connections: connections.size, latencyMs, head: log.head() };
      return state;
    },
    subscribe: listeners.add,
    close() {
      stopping.abort();
      for (const connection of [...connections]) connection.end();
    },
    [Symbol.dispose]() {
      this.close();
    },

    admit: network.admit,
    losesAnswer: network.losesAnswer,
    once: createOnce(clock),
    identify: options.identify ?? (() => sampleUsers.ada),
    connect({ stream, topics, user, lastEventId, batch, greet }) {
      const listening = new Set(topics);
      const { resume, frames } = log.since(lastEventId, listening);
      opened += 1;
      const id = `c-${opened}`;
      const connection = openConnection({ id, stream, topics: listening, user, openedAt: clock.now(), onClose });
      connection.write(greet({ connectionId: id, heartbeatMs, position: log.head(), resume }));
      for (const frame of batch ? batchOf(frames) : frames) connection.write(frame);
      connections.add(connection);
      if (!stopHeartbeat && heartbeatMs < NEVER_MS) {
        stopHeartbeat = clock.schedule(beat, heartbeatMs);
      }
      changed();
      return connection.body;
    },
  };
}
