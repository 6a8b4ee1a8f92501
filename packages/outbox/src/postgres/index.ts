export { createPostgresChangeSource, type PostgresChangeSourceOptions } from "./change-source.ts";
export { POSTGRES_CHANGE_TABLES } from "./change-tables.ts";
export { type ChangeTriggerOptions, changeTriggers } from "./change-triggers.ts";
export { createPostgresDeadLetters, type KeptDeadLetter, type PostgresDeadLetters } from "./dead-letters.ts";
export { createPostgresRelayLag, type PostgresRelayLag } from "./relay-lag.ts";
export { watchChanges } from "./watch-changes.ts";
