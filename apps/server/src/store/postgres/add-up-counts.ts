import { inTransaction, type PostgresPool } from "@tidings/hub/postgres";

/** How many rows of counts there may be before they are added up. */
const MANY = 200;
/** Milliseconds between two looks. */
const EVERY_MS = 5000;

const ADD_UP = `WITH gone AS (DELETE FROM order_counts RETURNING *)
  INSERT INTO order_counts (received, preparing, out_for_delivery, delivered, cancelled, revision)
  SELECT sum(received), sum(preparing), sum(out_for_delivery), sum(delivered), sum(cancelled), sum(revision) FROM gone
  HAVING count(*) > 0`;

/** Adds the counts of orders up to one row, if there are many. One node does it at a time. */
export async function addUpCounts(pool: PostgresPool, many = MANY): Promise<void> {
  const { rows } = await pool.query(`SELECT count(*) AS count FROM order_counts`);
  if (Number(rows[0]?.count) <= many) return;
  await inTransaction(pool, async (client) => {
    const lock = await client.query("SELECT pg_try_advisory_xact_lock('order_counts'::regclass::oid::bigint) AS alone");
    if (lock.rows[0]?.alone === true) await client.query(ADD_UP);
  });
}

/** Adds them up every few seconds. Returns a function that stops; it resolves when the last run has ended. */
export function keepAddingUpCounts(pool: PostgresPool, onFailure: (error: unknown) => void): () => Promise<void> {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= addUpCounts(pool)
      .catch(onFailure)
      .finally(() => {
        running = undefined;
      });
  }, EVERY_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
