import { Counter, Gauge, register as globalRegister, type Registry } from "prom-client";
import type { RelayReport } from "../relay.ts";

/** How far a relay is behind. */
interface Lag {
  readonly changes: number;
  readonly seconds: number;
}

/** What the metrics of a relay are made from. */
export interface OutboxMetricsOptions {
  /** Reads how far the relay is behind, whenever somebody asks for the metrics: `createSqliteRelayLag(database)`. */
  readonly lag: () => Lag | Promise<Lag>;
  /** Where the metrics are registered. Default: prom-client's global register. */
  readonly register?: Registry | undefined;
  /** What every name begins with. Default `tidings_`. Two relays on one register need two prefixes. */
  readonly prefix?: string | undefined;
}

/** The metrics of one relay. */
export interface OutboxMetrics {
  /** Counts what the relay reports. Give it to the relay as `onReport`, or call it from yours. */
  readonly onReport: (report: RelayReport) => void;
}

/**
 * Makes Prometheus metrics of a relay: how far it is behind, its failures, and its dead letters.
 *
 * @throws Error of prom-client where a name is registered already, or the prefix makes a name that Prometheus refuses.
 * @example
 * const metrics = createOutboxMetrics({ lag: createSqliteRelayLag(database) });
 * const relay = createRelay({ source, publishAll: hub.publishAll, mappers, onReport: metrics.onReport });
 */
export function createOutboxMetrics(options: OutboxMetricsOptions): OutboxMetrics {
  const { lag, register = globalRegister, prefix = "tidings_" } = options;
  const registers = [register];
  const counter = (name: string, help: string) => new Counter({ name: `${prefix}${name}`, help, registers });

  const failures = counter("relay_failures_total", "Failures of the relay that it tried again");
  const dead = counter("dead_changes_total", "Changes that were put aside in dead_changes");
  const failedReactions = counter("reaction_failures_total", "Changes that this process could not react to");
  gauge("relay_lag_seconds", "Age of the oldest change that is not relayed", ({ seconds }) => seconds);
  gauge("relay_lag_changes", "Changes that are not relayed", ({ changes }) => changes);

  function gauge(name: string, help: string, read: (behind: Lag) => number): void {
    new Gauge({
      name: `${prefix}${name}`,
      help,
      registers,
      async collect() {
        this.set(read(await lag()));
      },
    });
  }

  return {
    onReport(report) {
      if (report.type === "failed") failures.inc();
      else if (report.type === "dead") dead.inc();
      else failedReactions.inc();
    },
  };
}
