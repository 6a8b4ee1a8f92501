import { HubError } from "../error.ts";
import type { Position } from "../log/position.ts";
import { toPosition } from "./event-row.ts";
import { inTransaction, type PostgresPool } from "./pool.ts";
import { POSTGRES_LOG_TABLES, VERSION } from "./tables.ts";

/** A log's tables, after they were checked. */
export interface OpenTables {
  readonly head: Position;
  /** The name of this log's nodes on a bus. Another log has another name. */
  readonly channel: string;
}

const OLDEST_SERVER = 150_000;

/**
 * Checks the server and the log's tables, and creates the tables if `createTables` is true.
 *
 * @throws HubError `log_failed` that says what to do, or the database's own error
 */
export async function openTables(pool: PostgresPool, createTables: boolean): Promise<OpenTables> {
  const settings = await pool.query(
    `SELECT current_setting('server_version_num') AS version, current_setting('server_encoding') AS encoding,
       current_setting('default_transaction_isolation') AS isolation`,
  );
  const { version, encoding, isolation } = settings.rows[0] ?? {};
  if (Number(version) < OLDEST_SERVER) {
    throw failed(`needs PostgreSQL 15 or newer; this server says ${String(version)}`);
  }
  if (encoding !== "UTF8") throw failed(`needs a database in UTF8; this one is in ${String(encoding)}`);
  if (isolation !== "read committed") {
    throw failed(
      `needs connections whose default_transaction_isolation is "read committed"; it is "${String(isolation)}": a read ` +
        "with an older snapshot would miss events that were moved",
    );
  }
  if (createTables) {
    await inTransaction(pool, async (client) => {
      // Two nodes may start at the same time.
      await client.query("SELECT pg_advisory_xact_lock(hashtext('tidings event_log tables'))");
      await client.query(POSTGRES_LOG_TABLES);
    });
  }
  const { rows } = await pool.query("SELECT version, log_id, epoch, sequence FROM event_log_state");
  const [state] = rows;
  if (state === undefined) throw failed("has lost the row of its table event_log_state: restore it from a backup");
  if (Number(state.version) > VERSION) {
    throw failed(`has tables of version ${state.version}, and this @tidings/hub knows ${VERSION}: run the newer one`);
  }
  return { head: toPosition(state), channel: `tidings_${String(state.log_id)}` };
}

function failed(why: string): HubError {
  return new HubError("log_failed", `the event log ${why}`);
}
