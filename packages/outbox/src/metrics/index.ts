export { createOutboxMetrics, type OutboxMetrics, type OutboxMetricsOptions } from "./outbox-metrics.ts";
