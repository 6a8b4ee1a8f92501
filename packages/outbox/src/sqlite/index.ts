export { createSqliteChangeSource, type SqliteChangeSourceOptions } from "./change-source.ts";
export { CHANGE_TABLES } from "./change-tables.ts";
export { type ChangeTriggerOptions, changeTriggers } from "./change-triggers.ts";
export { createSqliteDeadLetters, type DeadLetters, type KeptDeadLetter } from "./dead-letters.ts";
export { createSqliteRelayLag, type RelayLag } from "./relay-lag.ts";
export { prepareRows, prepareWrite, type Row, type RowQuery, type Write } from "./statements.ts";
export { transaction } from "./transaction.ts";
export { watchCommits } from "./watch-commits.ts";
