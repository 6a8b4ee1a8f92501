import { inTransaction, type PostgresPool, type PostgresQueries } from "@tidings/hub/postgres";
import type { ChangeSource, DeadLetter, SharedChangeSource } from "../change.ts";
import { type DeadLetterRetention, readDeadLetterRetention } from "../dead-letter-retention.ts";
import { CHANGE_COLUMNS, readChange } from "./read-change.ts";

/** Where the changes are, and how many dead letters are kept. */
export interface PostgresChangeSourceOptions extends DeadLetterRetention {
  /** Connections to the database that has the changes. Give this, or `log`. */
  readonly pool?: PostgresPool | undefined;
  /**
   * The event log, if it is in the same database (`createPostgresLog`). The events are then stored in the transaction
   * that takes the changes. With any other log, a crash between the two publishes events again; the log recognizes
   * their keys (D7.3).
   */
  readonly log?: { transaction<T>(work: (queries: PostgresQueries) => Promise<T>): Promise<T> } | undefined;
}

// A lock of the transaction and not of the session: behind a pooler, a session's lock would stay on a connection that
// others use.
const ALONE = "SELECT pg_try_advisory_xact_lock('changes'::regclass::oid::bigint) AS alone";

/**
 * Takes changes out of the table `changes`, which `POSTGRES_CHANGE_TABLES` makes, in the order of their ids, while no
 * other process does (D14.2). Ids of overlapping transactions become visible out of order, so there is no cursor: a
 * change that becomes visible late is taken late. Transactions that change the same row never overlap, so its changes
 * keep their order.
 *
 * @throws TypeError unless it is given either `pool` or `log`; HubError `invalid_options` (D21.1)
 * @example
 * const log = await createPostgresLog({ pool });
 * const hub = createHub({ log });
 * const relay = createRelay({ source: createPostgresChangeSource({ log }), publishAll: hub.publishAll, mappers });
 */
export function createPostgresChangeSource(options: PostgresChangeSourceOptions): SharedChangeSource {
  const { pool, log } = options;
  const { keepDead, keepDeadMs, onForget } = readDeadLetterRetention("createPostgresChangeSource", options);
  const run = transactionsOf(pool, log);
  return {
    async transaction(work) {
      let forgotten = 0;
      const result = await run(async (queries) => {
        const { rows } = await queries.query(ALONE);
        if (rows[0]?.alone !== true) return undefined;
        const batch = createBatch(queries, async () => {
          forgotten += await forget(queries, keepDead, keepDeadMs);
        });
        return work(batch);
      });
      if (forgotten > 0) onForget(forgotten);
      return result;
    },
  };
}

function transactionsOf(pool: PostgresChangeSourceOptions["pool"], log: PostgresChangeSourceOptions["log"]) {
  if (log !== undefined && pool === undefined) return log.transaction;
  if (pool === undefined || log !== undefined) {
    throw new TypeError(
      "createPostgresChangeSource: give either { log }, a log in the same database, or { pool }, where it is elsewhere",
    );
  }
  return <T>(work: (queries: PostgresQueries) => Promise<T>) => inTransaction(pool, work);
}

/** The changes that one transaction takes. */
function createBatch(queries: PostgresQueries, afterDead: () => Promise<void>): ChangeSource {
  let taken: readonly string[] = [];
  return {
    async next(limit) {
      const { rows } = await queries.query(`SELECT id, ${CHANGE_COLUMNS} FROM changes ORDER BY id LIMIT $1`, [limit]);
      taken = rows.map(({ id }) => String(id));
      return rows.map(readChange);
    },
    async advance(_throughId, dead) {
      if (dead.length > 0) {
        await putAside(queries, dead);
        await afterDead();
      }
      await queries.query("DELETE FROM changes WHERE id = ANY ($1::bigint[])", [taken]);
    },
  };
}

/** Stores dead letters. An id may exist already, if somebody inserted a change with an id of their own. */
async function putAside(queries: PostgresQueries, dead: readonly DeadLetter[]): Promise<void> {
  const reasons = dead.map(({ change, reason }) => ({
    id: String(change.id),
    reason: reason.replaceAll("\0", "\ufffd").toWellFormed(),
  }));
  await queries.query(
    `INSERT INTO dead_changes (change_id, table_name, row_id, operation, old_row, new_row, at, reason)
     SELECT c.id, c.table_name, c.row_id, c.operation, c.old_row, c.new_row, c.at, d.reason
     FROM json_to_recordset($1::json) AS d (id bigint, reason text) JOIN changes c ON c.id = d.id
     ON CONFLICT (change_id) DO UPDATE SET table_name = excluded.table_name, row_id = excluded.row_id,
       operation = excluded.operation, old_row = excluded.old_row, new_row = excluded.new_row, at = excluded.at,
       reason = excluded.reason, failed_at = excluded.failed_at`,
    [JSON.stringify(reasons)],
  );
}

/** @returns How many were deleted (D14.6) */
async function forget(queries: PostgresQueries, keep: number, keepMs: number): Promise<number> {
  const { rows } = await queries.query(
    `WITH gone AS (
       DELETE FROM dead_changes WHERE failed_at < clock_timestamp() - $2 * interval '1 millisecond'
         OR change_id <= (SELECT change_id FROM dead_changes ORDER BY change_id DESC LIMIT 1 OFFSET $1::bigint)
       RETURNING 1
     ) SELECT count(*) AS count FROM gone`,
    [keep, keepMs],
  );
  return Number(rows[0]?.count);
}
