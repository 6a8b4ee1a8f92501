import type { DatabaseSync } from "node:sqlite";
import { prepareRows } from "./statements.ts";

/** How far the relay is behind what was committed. */
export interface RelayLag {
  /** At most {@link COUNTED}: a backlog of millions must not be counted at every look. */
  readonly changes: number;
  /** Age of the oldest change that is not relayed; 0 when there is none. */
  readonly seconds: number;
  /** Why changes would not be found any more: the relay's place is gone, or ahead of them all. */
  readonly lost: string | undefined;
}

/** Changes that are counted; more of them are this many. */
export const COUNTED = 10_000;

/** Reads the lag from the tables themselves: a relay that hangs cannot say so. */
export function createSqliteRelayLag(database: DatabaseSync): () => RelayLag {
  const place = prepareRows(
    database,
    `SELECT change_id, change_id > coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'changes'), 0) AS ahead
     FROM relay_cursor`,
  );
  const oldest = prepareRows(
    database,
    `SELECT id, at, (SELECT count(*) FROM (SELECT 1 FROM changes WHERE id > ?1 LIMIT ${COUNTED})) AS changes
     FROM changes WHERE id > ?1 ORDER BY id LIMIT 1`,
  );
  let waiting: { readonly id: unknown; readonly since: number } | undefined;

  return () => {
    const { change_id: cursor = null, ahead } = place.get() ?? {};
    const first = cursor === null ? undefined : oldest.get(cursor);
    const lost = whyLost(cursor, ahead);
    if (first === undefined) {
      waiting = undefined;
      return { changes: 0, seconds: 0, lost };
    }
    const now = performance.now();
    const since = waiting !== undefined && waiting.id === first.id ? waiting.since : now;
    waiting = { id: first.id, since };
    // Another program may have written any time, and the clock may be set back: what was seen here counts as well.
    const written = (Date.now() - Date.parse(String(first.at))) / 1000;
    const seen = (now - since) / 1000;
    // Not Math.max, which would return NaN for an invalid time.
    const seconds = Number.isNaN(written) || written < seen ? seen : written;
    return { changes: Number(first.changes), seconds, lost };
  };
}

function whyLost(cursor: unknown, ahead: unknown): string | undefined {
  if (cursor === null) return "the table relay_cursor has lost its row: insert (1, the last change that was relayed)";
  return ahead === 1 ? "relay_cursor is ahead of all changes: set it to the last change that was relayed" : undefined;
}
