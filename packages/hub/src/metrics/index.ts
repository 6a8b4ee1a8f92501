export { createHubMetrics, type HubMetrics, type HubMetricsOptions } from "./hub-metrics.ts";
