import type { AnyStream } from "@tidings/contracts";
import type { Hub, HubReport, LogEvent, NewEvent } from "@tidings/hub";
import type { RelayReport } from "@tidings/outbox";
import type { RelayLag } from "@tidings/outbox/sqlite";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { UnreadableRow } from "../store/sqlite/rows.ts";

/** Seconds from publishing to the last socket of the turn; a healthy server is in the first few. */
const LATENCY_BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What Prometheus reads, counted as it happens. */
export interface Metrics {
  /** Adds what the process itself has: CPU, memory, event loop. Once a process, and for its whole life. */
  addProcess(): void;
  /** Adds what is read when somebody asks, and not counted. */
  observe(sources: { readonly hub: Hub; readonly relayLag: () => RelayLag }): void;
  hub(report: HubReport): void;
  relay(report: RelayReport): void;
  /** A row that was left out because it cannot be read. */
  unreadable(row: UnreadableRow): void;
  refused(reason: string): void;
  readonly contentType: string;
  /** The text of the exposition format. */
  text(): Promise<string>;
}

/**
 * Makes the metrics of one server. Label values are bounded: streams and events by the contract, everything that a
 * caller can make up counts as `custom`.
 *
 * @param streams Those that may be labels.
 */
export function createMetrics(streams: readonly AnyStream[]): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name: `tidings_${name}`, help, labelNames, registers });

  const connects = counter("connects_total", "Streams opened, by how they resumed", ["stream", "resume"]);
  const closes = counter("closes_total", "Streams that ended, by why", ["stream", "reason"]);
  const refused = counter("refused_connects_total", "Streams that were refused, by why", ["reason"]);
  const published = counter("events_published_total", "Events published", ["stream", "event"]);
  const replays = counter("replays_total", "Connections that were sent what they had missed", ["stream"]);
  const replayed = counter("replayed_events_total", "Events sent again from the log", ["stream"]);
  const gaps = counter("gaps_total", "Connections whose position the log no longer had", ["stream"]);
  const relayFailures = counter("relay_failures_total", "Failures of the relay that it tried again");
  const dead = counter("dead_changes_total", "Changes that were put aside in dead_changes");
  const failedReactions = counter("reaction_failures_total", "Changes that this process could not react to");
  const unreadable = counter("unreadable_rows_total", "Rows that were left out of answers, each once", ["table"]);
  const latency = new Histogram({
    name: "tidings_delivery_seconds",
    help: "From publishing an event to the last socket of its turn",
    buckets: LATENCY_BUCKETS,
    registers,
  });

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

  function gauge(name: string, help: string, read: () => number): void {
    new Gauge({
      name: `tidings_${name}`,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  }

  /** A counter that something else keeps. */
  function total(name: string, help: string, read: () => number): void {
    new Counter({
      name: `tidings_${name}`,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  }

  return {
    addProcess() {
      collectDefaultMetrics({ register: registry });
    },
    observe({ hub, relayLag }) {
      new Gauge({
        name: "tidings_connections",
        help: "Open streams",
        labelNames: ["stream"],
        registers,
        collect() {
          const open = new Map(streams.map(({ name }) => [name, 0]));
          for (const { stream } of hub.connections()) open.set(stream.name, (open.get(stream.name) ?? 0) + 1);
          for (const [stream, count] of open) this.set({ stream }, count);
        },
      });
      gauge("topics", "Topics with at least one reader", () => hub.stats().topics);
      gauge("queued_bytes", "Bytes that wait for readers whose sockets are full", () => hub.stats().queuedBytes);
      total("deliveries_total", "Events handed to connections, once for each", () => hub.stats().deliveries);
      total("delivered_bytes_total", "Bytes of those events", () => hub.stats().deliveredBytes);
      gauge("relay_lag_seconds", "Age of the oldest change that is not relayed", () => relayLag().seconds);
      gauge("relay_lag_changes", "Changes that are not relayed", () => relayLag().changes);
    },
    hub(report) {
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
    relay(report) {
      if (report.type === "failed") relayFailures.inc();
      else if (report.type === "dead") dead.inc();
      else failedReactions.inc();
    },
    unreadable({ table }) {
      unreadable.inc({ table });
    },
    refused(reason) {
      refused.inc({ reason });
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
  };
}
