import type { PostgresQueries } from "@tidings/hub/postgres";

/** How far the relay is behind what was committed. */
export interface PostgresRelayLag {
  /** At most {@link COUNTED}: a backlog of millions must not be counted at every look. */
  readonly changes: number;
  /** Age of the oldest change that is not relayed, by the database's clock; 0 when there is none. */
  readonly seconds: number;
}

/** Changes that are counted; more of them are this many. */
export const COUNTED = 10_000;

const LAG = `SELECT (SELECT count(*) FROM (SELECT FROM changes LIMIT ${COUNTED}) AS waiting) AS changes,
  (SELECT extract(epoch FROM clock_timestamp() - at) FROM changes ORDER BY id LIMIT 1) AS seconds`;

/**
 * Makes the function that reads the lag from the table `changes`: a relay that hangs cannot say so. It is the same on
 * every node. The function rejects with the database's error.
 *
 * @example const metrics = createOutboxMetrics({ lag: createPostgresRelayLag(pool) });
 */
export function createPostgresRelayLag(pool: PostgresQueries): () => Promise<PostgresRelayLag> {
  return async () => {
    const { rows } = await pool.query(LAG);
    const [{ changes = 0, seconds = 0 } = {}] = rows;
    // Another program may have written a time to come.
    return { changes: Number(changes), seconds: Math.max(0, Number(seconds)) };
  };
}
