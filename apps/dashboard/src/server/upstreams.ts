import { type ClientError, createClient, createPool, type EventStream } from "@tidings/client";
import { adminOrdersWithCounts } from "@tidings/client/admin-orders";
import type { Topic } from "@tidings/contracts";
import { adminOrdersStream, type OrderCounts } from "@tidings/contracts/admin-orders";
import type { Hub } from "@tidings/hub";
import { dashboardStream, type UpstreamState } from "../contract.ts";

/** What happened to a connection to the API server. */
export interface UpstreamReport {
  readonly userId: string;
  readonly filter: string | undefined;
  readonly state: UpstreamState | "refused";
  readonly error: ClientError | undefined;
}

/** Connections to the API server, one for each principal and filter, however many browsers listen. */
export interface Upstreams {
  /** The topic of a principal's browsers. */
  topicOf(userId: string, filter: string | undefined): Topic<typeof dashboardStream>;
  /**
   * Connects for one more browser. The connection stays while there is one, and a little longer.
   *
   * @returns A function that releases it.
   */
  acquire(userId: string, filter: string | undefined): () => void;
  /** Ends a principal's connections at once. Events that were passed on to them are not sent any more. */
  forget(userId: string): void;
  /** Sends a topic's browsers the state of its connection. */
  tell(topicName: string): void;
  close(): void;
}

/** What {@link createUpstreams} works with. */
export interface UpstreamsOptions {
  readonly apiUrl: string;
  readonly hub: Pick<Hub, "publish">;
  readonly tokenOf: (userId: string) => string | undefined;
  readonly onReport: (report: UpstreamReport) => void;
  /** Milliseconds for which a connection stays after its last browser. Default 30,000. */
  readonly lingerMs?: number | undefined;
}

/**
 * Makes {@link Upstreams}. After a connection was released, the next one resumes after the last event that was passed
 * on, so a browser still gets what it missed.
 */
export function createUpstreams({ apiUrl, hub, tokenOf, onReport, lingerMs = 30_000 }: UpstreamsOptions): Upstreams {
  const upstreams = createPool<Upstream>({ lingerMs, setTimer });
  /** The position of each topic in the API server's log, whether it is connected or not. */
  const positions = new Map<string, string>();
  /** A part of the topic name of each principal. It changes when the principal's connections are forgotten. */
  const terms = new Map<string, string>();

  function topicOf(userId: string, filter: string | undefined): Topic<typeof dashboardStream> {
    const term = terms.get(userId) ?? crypto.randomUUID();
    terms.set(userId, term);
    return dashboardStream.topic(`${userId}/${term}/${filter ?? "all"}`);
  }

  function open(topic: Topic<typeof dashboardStream>, userId: string, filter: string | undefined): Upstream {
    const client = createClient({ baseUrl: apiUrl, auth: { token: () => tokenOf(userId) } });
    const from = positions.get(topic.name);
    const stream = client.open(adminOrdersStream, {
      query: filter === undefined ? adminOrdersWithCounts : { ...adminOrdersWithCounts, status: filter },
      from,
    });
    const since = new Date();
    const upstream: Upstream = { userId, stream, topic, state: "connecting", since, close: () => client.close() };
    const fail = (error: unknown) => client.host.reportError(error);
    // Publish one after the other, because a browser must not get an update before its order.
    let line: Promise<unknown> = Promise.resolve();
    const publish: typeof hub.publish = (...publication) => {
      const next = line.then(() => hub.publish(...publication));
      line = next.catch(fail);
      return next;
    };

    const set = (state: UpstreamState) => {
      if (upstream.state === state) return;
      upstream.state = state;
      upstream.since = new Date();
      onReport({ userId, filter, state, error: stream.getSnapshot().error });
      tell(upstream);
    };
    stream.on("connected", ({ data: { resume, position } }) => {
      if (resume !== "complete") positions.set(topic.name, position);
      if (resume === "gap") void publish(topic, { event: "reload", data: { reason: "missed" } });
      set("live");
    });
    stream.onAny(({ event, data, id }) => {
      if (event === "new_order") void publish(topic, { event, data });
      if (event === "order_update") void publish(topic, { event, data });
      if (event === "order_counts") {
        upstream.counts = data;
        void publish(topic, { event, data });
      }
      if (id !== "") positions.set(topic.name, id);
    });
    stream.subscribe(() => {
      const { state, error } = stream.getSnapshot();
      const refused = state === "closed" && (error?.status === 401 || error?.status === 403);
      if (refused) onReport({ userId, filter, state: "refused", error });
      else if (state === "reconnecting" || state === "offline" || state === "closed") set("lost");
    });
    return upstream;
  }

  function tell({ topic, state, since, counts }: Upstream): void {
    void hub.publish(topic, { event: "upstream", data: { state, since: since.toISOString() } });
    // Counts are not stored, so a later reader has to be sent them.
    if (counts !== undefined) void hub.publish(topic, { event: "order_counts", data: counts });
  }

  return {
    topicOf,
    acquire(userId, filter) {
      const topic = topicOf(userId, filter);
      const { thing: upstream, release } = upstreams.acquire(topic.name, () => open(topic, userId, filter));
      if (upstream.stream.getSnapshot().state === "closed") upstream.stream.reconnect();
      return release;
    },
    forget(userId) {
      terms.delete(userId);
      for (const { userId: owner, topic } of upstreams.list()) {
        if (owner !== userId) continue;
        positions.delete(topic.name);
        upstreams.drop(topic.name);
      }
    },
    tell(topicName) {
      const upstream = upstreams.get(topicName);
      if (upstream !== undefined) tell(upstream);
    },
    close: upstreams.close,
  };
}

/** A timer that keeps no process alive. */
function setTimer(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
}

interface Upstream {
  readonly userId: string;
  readonly stream: EventStream<typeof adminOrdersStream>;
  readonly topic: Topic<typeof dashboardStream>;
  state: UpstreamState;
  since: Date;
  /** The last counts that the API sent. */
  counts?: OrderCounts;
  close(): void;
}
