import { createSqliteKeptAnswers, createSqliteRevokedSessions } from "@tidings/admission/sqlite";
import type { Retention } from "@tidings/hub";
import { createSqliteLog } from "@tidings/hub/sqlite";
import { createSqliteChangeSource, createSqliteRelayLag, watchCommits } from "@tidings/outbox/sqlite";
import type { Engine, EngineReports } from "../engine.ts";
import { openStore } from "./open.ts";
import { probeWrites } from "./probe-writes.ts";
import { createSqliteStore } from "./sqlite-store.ts";
import { watchStoreFiles } from "./store-files.ts";

/**
 * Opens the {@link Engine} of a data directory, which is made if it is missing. One process at a time has it.
 *
 * @throws StartError `data_dir_unusable` or `data_dir_in_use`
 */
export function openSqliteEngine(directory: string, retention: Retention, reports: EngineReports): Engine {
  const { database, close } = openStore(directory);
  const look = database.prepare("SELECT 1");
  return {
    store: createSqliteStore(database),
    log: createSqliteLog({ database, retention }),
    changes: createSqliteChangeSource(database, { onForget: reports.onForget }),
    relayLag: createSqliteRelayLag(database),
    revokedSessions: createSqliteRevokedSessions(database),
    tickets: undefined,
    loginLimit: undefined,
    answers: createSqliteKeptAnswers(database, {
      onUnreadable: (id, issue) => reports.onUnreadable({ table: "idempotency_keys", id, issues: [issue] }),
    }),
    checks: [watchStoreFiles(directory), probeWrites(database)],
    health: () => look.get(),
    watch: (onChange) => watchCommits(database, onChange),
    alone: (work) => work(),
    close: async () => close(),
  };
}
