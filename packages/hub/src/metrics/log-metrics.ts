import { Counter, register as globalRegister, type Registry } from "prom-client";
import type { PostgresLogReport } from "../postgres/options.ts";

/** Where the metrics of a log in PostgreSQL go. */
export interface PostgresLogMetricsOptions {
  /** Where the metrics are registered. Default: prom-client's global register. */
  readonly register?: Registry | undefined;
  /** What every name begins with. Default `tidings_`. Two logs on one register need two prefixes. */
  readonly prefix?: string | undefined;
}

/** The metrics of one log in PostgreSQL. */
export interface PostgresLogMetrics {
  /** Counts what the log reports. Give it to the log as `onReport`, or call it from yours. */
  readonly onReport: (report: PostgresLogReport) => void;
}

/**
 * Makes Prometheus metrics of a log in PostgreSQL: its failures, by their type. A node that does not follow the log fails
 * to read it at every poll (`read_failed`), so that this count goes up once a `pollMs`.
 *
 * @throws Error of prom-client where a name is registered already, or the prefix makes a name that Prometheus refuses.
 * @example
 * const metrics = createPostgresLogMetrics();
 * const log = await createPostgresLog({ pool, onReport: metrics.onReport });
 */
export function createPostgresLogMetrics(options: PostgresLogMetricsOptions = {}): PostgresLogMetrics {
  const { register = globalRegister, prefix = "tidings_" } = options;
  const failures = new Counter<"type">({
    name: `${prefix}log_failures_total`,
    help: "Failures of the event log that it tried again, by what failed",
    labelNames: ["type"],
    registers: [register],
  });
  for (const type of TYPES) failures.inc({ type }, 0);
  return {
    onReport({ type }) {
      failures.inc({ type });
    },
  };
}

/** Shown as 0 from the start: Prometheus sees no increase in a count that begins with 1. */
const TYPES = ["listener_lost", "read_failed", "maintenance_failed"] as const satisfies PostgresLogReport["type"][];
