import type { AnyStream } from "@tidings/contracts";
import { Counter, Gauge, register as globalRegister, Histogram, type Registry } from "prom-client";
import type { Hub, HubReport } from "../hub.ts";
import type { LogEvent, NewEvent } from "../log/event-log.ts";
import { numberOption } from "../number-option.ts";

/** Seconds from publishing to the last socket of the turn; a healthy server is in the first few. */
const LATENCY_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What the metrics of a hub are made from. */
export interface HubMetricsOptions {
  /** The streams that the hub serves. Their names, and the names of their events, are the labels. */
  readonly streams: readonly AnyStream[];
  /** Where the metrics are registered. Default: prom-client's global register. */
  readonly register?: Registry | undefined;
  /** What every name begins with. Default `tidings_`. Two hubs on one register need two prefixes. */
  readonly prefix?: string | undefined;
  /**
   * How many streams the server holds at most. It is shown beside the open ones, so that an alert can compare the two.
   * Default Infinity: no limit.
   */
  readonly maxConnections?: number | undefined;
  /**
   * Whether the server should be sent readers, as `/readyz` says it. Called whenever somebody asks for the metrics; what
   * it throws counts as not ready. Default: always ready.
   */
  readonly isReady?: (() => boolean | Promise<boolean>) | undefined;
}

/** The metrics of one hub. */
export interface HubMetrics {
  /** Counts what the hub reports. Give it to the hub as `onReport`, or call it from yours. */
  readonly onReport: (report: HubReport) => void;
  /** Reads the hub's numbers of the moment whenever somebody asks for the metrics. Until it is called they are 0. */
  observe(hub: Pick<Hub, "connections" | "stats">): void;
  /**
   * Counts a stream that was refused before it reached the hub.
   *
   * @param reason A label: one of a few words of yours, for example `too_many_connections`, and nothing a caller sent.
   */
  refused(reason: string): void;
}

/**
 * Makes Prometheus metrics of a hub: connections, connects, closes, events, deliveries, bytes, replays, gaps, the time
 * from publishing to the socket. Label values are bounded by the contract: an event's name that a caller can make up
 * counts as `custom`.
 *
 * @throws Error of prom-client where a name is registered already, or the prefix makes a name that Prometheus refuses;
 *   HubError `invalid_options` for a `maxConnections` that is out of its range (D21.1)
 * @example
 * const metrics = createHubMetrics({ streams: [ordersStream] });
 * const hub = createHub({ log, onReport: metrics.onReport });
 * metrics.observe(hub);
 * app.get("/metrics", async (_request, response) => response.type(register.contentType).send(await register.metrics()));
 */
export function createHubMetrics(options: HubMetricsOptions): HubMetrics {
  const { streams, register = globalRegister, prefix = "tidings_", isReady = () => true } = options;
  const rule = { fallback: Number.POSITIVE_INFINITY, min: 1, max: Number.POSITIVE_INFINITY, whole: true };
  const maxConnections = numberOption("createHubMetrics' maxConnections", options.maxConnections, rule);
  const registers = [register];
  let observed: Pick<Hub, "connections" | "stats"> | undefined;

  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: `${prefix}${name}`, help, labelNames, registers });

  const connects = counter("connects_total", "Streams opened, by how they resumed", ["stream", "resume"]);
  const closes = counter("closes_total", "Streams that ended, by why", ["stream", "reason"]);
  const refusals = counter("refused_connects_total", "Streams that were refused, by why", ["reason"]);
  const published = counter("events_published_total", "Events published", ["stream", "event"]);
  const replays = counter("replays_total", "Connections that were sent what they had missed", ["stream"]);
  const replayed = counter("replayed_events_total", "Events sent again from the log", ["stream"]);
  const gaps = counter("gaps_total", "Connections whose position the log no longer had", ["stream"]);
  const latency = new Histogram({
    name: `${prefix}delivery_seconds`,
    help: "From publishing an event to the last socket of its turn",
    buckets: LATENCY_BUCKETS,
    registers,
  });

  new Gauge({
    name: `${prefix}connections`,
    help: "Open streams",
    labelNames: ["stream"],
    registers,
    collect() {
      const open = new Map(streams.map(({ name }) => [name, 0]));
      for (const { stream } of observed?.connections() ?? []) open.set(stream.name, (open.get(stream.name) ?? 0) + 1);
      for (const [stream, count] of open) this.set({ stream }, count);
    },
  });
  new Gauge({
    name: `${prefix}ready`,
    help: "1 while the server should be sent readers, 0 while it should not",
    registers,
    async collect() {
      this.set((await answers(isReady)) ? 1 : 0);
    },
  });
  gauge("connections_limit", "Streams that the server holds at most", () => maxConnections);
  gauge("topics", "Topics with at least one reader", () => observed?.stats().topics);
  gauge("queued_bytes", "Bytes that wait for readers whose sockets are full", () => observed?.stats().queuedBytes);
  total("deliveries_total", "Events handed to connections, once for each", () => observed?.stats().deliveries);
  total("delivered_bytes_total", "Bytes of those events", () => observed?.stats().deliveredBytes);

  function gauge(name: string, help: string, read: () => number | undefined): void {
    new Gauge({
      name: `${prefix}${name}`,
      help,
      registers,
      collect() {
        this.set(read() ?? 0);
      },
    });
  }

  /** A counter that the hub keeps. */
  function total(name: string, help: string, read: () => number | undefined): void {
    new Counter({
      name: `${prefix}${name}`,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read() ?? 0);
      },
    });
  }

  const eventNames = new Map(streams.map(({ name, events }) => [name, new Set(Object.keys(events))]));
  function labelsOf({ topic, event }: NewEvent) {
    const stream = topic.slice(0, topic.indexOf("/"));
    return { stream, event: eventNames.get(stream)?.has(event) ? event : "custom" };
  }

  function onSent(events: readonly LogEvent[]): void {
    const now = performance.timeOrigin + performance.now();
    for (const { publishedAt } of events) {
      if (publishedAt !== undefined) latency.observe(Math.max(0, now - publishedAt) / 1000);
    }
  }

  return {
    onReport(report) {
      switch (report.type) {
        case "opened":
          connects.inc({ stream: report.connection.stream.name, resume: report.resume });
          if (report.resume === "gap") gaps.inc({ stream: report.connection.stream.name });
          break;
        case "closed":
          closes.inc({ stream: report.connection.stream.name, reason: report.reason });
          break;
        case "replayed":
          replays.inc({ stream: report.connection.stream.name });
          replayed.inc({ stream: report.connection.stream.name }, report.events);
          break;
        case "published":
          for (const event of report.events) published.inc(labelsOf(event));
          break;
        case "sent":
          onSent(report.events);
          break;
        case "failed":
          // Its connection closes next, for the reason "failed".
          break;
      }
    },
    observe(hub) {
      observed = hub;
    },
    refused(reason) {
      refusals.inc({ reason });
    },
  };
}

/** What `isReady` says; a check that throws is not ready. */
async function answers(isReady: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await isReady();
  } catch {
    return false;
  }
}
