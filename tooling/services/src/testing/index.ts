export { askForService } from "./ask-for-service.ts";
export { createPostgresDatabase, type PostgresDatabase } from "./postgres-database.ts";
export { type ServiceName, serveServicesOnDemand } from "./services-on-demand.ts";
