export { createPostgresDatabase, type PostgresDatabase } from "./postgres-database.ts";
export { servePostgresOnDemand } from "./postgres-on-demand.ts";
