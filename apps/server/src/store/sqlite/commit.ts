import type { DatabaseSync } from "node:sqlite";
import { whenFree } from "@tidings/admission/sqlite";
import { transaction } from "@tidings/outbox/sqlite";

/** Runs `work` as one transaction once the database is free for it. `work` must not await. */
export type Commit = <T>(work: () => T) => Promise<T>;

/** Makes {@link Commit}. */
export function createCommit(database: DatabaseSync): Commit {
  return (work) => whenFree(() => transaction(database, work));
}
