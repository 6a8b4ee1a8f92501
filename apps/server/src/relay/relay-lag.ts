import type { DatabaseSync } from "node:sqlite";
import { prepareRows } from "../store/sqlite/statements.ts";

/** How far the relay is behind what was committed. */
export interface RelayLag {
  readonly changes: number;
  /** Age of the oldest change that is not relayed; 0 when there is none. */
  readonly seconds: number;
}

/** Reads the lag from the tables themselves: a relay that hangs cannot say so. */
export function createSqliteRelayLag(database: DatabaseSync): () => RelayLag {
  const behind = prepareRows(
    database,
    "SELECT count(*) AS changes, min(at) AS oldest FROM changes WHERE id > (SELECT change_id FROM relay_cursor)",
  );
  return () => {
    const row = behind.get();
    const changes = Number(row?.changes ?? 0);
    const age = changes === 0 ? 0 : Date.now() - Date.parse(String(row?.oldest));
    return { changes, seconds: Math.max(0, age / 1000) };
  };
}
