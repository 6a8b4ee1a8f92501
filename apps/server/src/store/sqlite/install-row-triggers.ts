import type { DatabaseSync } from "node:sqlite";
import { changeTriggers, transaction } from "@tidings/outbox/sqlite";
import { ROW_TRIGGERS } from "../row-triggers.ts";

/** Installs the triggers, all or none. It runs at every start, so that they always match this server's version. */
export function installRowTriggers(database: DatabaseSync): void {
  transaction(database, () => {
    for (const options of ROW_TRIGGERS) database.exec(changeTriggers(options));
  });
}
