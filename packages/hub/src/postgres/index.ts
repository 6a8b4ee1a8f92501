export { createPostgresBus, type PostgresBusOptions } from "./bus/postgres-bus.ts";
export type { PostgresNodesOptions, PostgresNodesReport } from "./nodes/options.ts";
export { createPostgresNodes } from "./nodes/postgres-nodes.ts";
export { POSTGRES_NODE_TABLES } from "./nodes/tables.ts";
export type { PostgresLogOptions, PostgresLogReport } from "./options.ts";
export {
  inTransaction,
  type PostgresClient,
  type PostgresNotification,
  type PostgresPool,
  type PostgresQueries,
  type PostgresResult,
} from "./pool.ts";
export { createPostgresLog, type PostgresLog } from "./postgres-log.ts";
export { POSTGRES_LOG_TABLES } from "./tables.ts";
