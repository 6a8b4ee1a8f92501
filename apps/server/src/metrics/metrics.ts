import type { AnyStream } from "@tidings/contracts";
import type { Hub, HubReport } from "@tidings/hub";
import { createHubMetrics, createPostgresLogMetrics } from "@tidings/hub/metrics";
import type { PostgresLogReport } from "@tidings/hub/postgres";
import type { RelayReport } from "@tidings/outbox";
import { createOutboxMetrics } from "@tidings/outbox/metrics";
import { Counter, collectDefaultMetrics, Registry } from "prom-client";
import type { ReadRelayLag } from "../store/engine.ts";
import type { UnreadableRow } from "../store/rows.ts";

/** The metrics that Prometheus reads. */
export interface Metrics {
  /** Adds the metrics of the process: CPU, memory, event loop. Call it once in a process. */
  addProcess(): void;
  /** Sets the hub whose current numbers are read at each scrape. */
  observe(hub: Hub): void;
  hub(report: HubReport): void;
  relay(report: RelayReport): void;
  /** A failure of the log in PostgreSQL. */
  log(report: PostgresLogReport): void;
  /** A row that was left out because it cannot be read. */
  unreadable(row: UnreadableRow): void;
  refused(reason: string): void;
  readonly contentType: string;
  /** The text of the exposition format. */
  text(): Promise<string>;
}

/** What {@link createMetrics} takes. */
export interface MetricsOptions {
  /** The streams whose names may be labels. */
  readonly streams: readonly AnyStream[];
  readonly relayLag: ReadRelayLag;
  /** How many streams the server holds at most; Infinity is no limit. */
  readonly maxConnections: number | undefined;
  /** Whether `/readyz` answers 200. */
  readonly isReady: () => Promise<boolean>;
}

/** Makes the metrics of one server: its hub's, its relay's, and its own. */
export function createMetrics({ streams, relayLag, ...server }: MetricsOptions): Metrics {
  const register = new Registry();
  const hub = createHubMetrics({ ...server, streams, register });
  const relay = createOutboxMetrics({ lag: relayLag, register });
  const log = createPostgresLogMetrics({ register });
  const unreadable = new Counter({
    name: "tidings_unreadable_rows_total",
    help: "Rows that were left out of answers, each once",
    labelNames: ["table"],
    registers: [register],
  });
  return {
    addProcess() {
      collectDefaultMetrics({ register });
    },
    observe: hub.observe,
    hub: hub.onReport,
    relay: relay.onReport,
    log: log.onReport,
    unreadable({ table }) {
      unreadable.inc({ table });
    },
    refused: hub.refused,
    contentType: register.contentType,
    text: () => register.metrics(),
  };
}
