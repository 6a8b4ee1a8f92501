export { createHubMetrics, type HubMetrics, type HubMetricsOptions } from "./hub-metrics.ts";
export {
  createPostgresLogMetrics,
  type PostgresLogMetrics,
  type PostgresLogMetricsOptions,
} from "./log-metrics.ts";
