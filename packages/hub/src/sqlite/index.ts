export { createSqliteLog, type SqliteLogOptions } from "./sqlite-log.ts";
