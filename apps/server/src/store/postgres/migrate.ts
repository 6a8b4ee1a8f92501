import { createHash } from "node:crypto";
import { POSTGRES_ADMISSION_TABLES } from "@tidings/admission/postgres";
import { inTransaction, type PostgresPool, type PostgresQueries } from "@tidings/hub/postgres";
import { changeTriggers, POSTGRES_CHANGE_TABLES } from "@tidings/outbox/postgres";
import { StartError } from "../../start-error.ts";
import { type Migration, readMigrations } from "../read-migrations.ts";
import { ROW_TRIGGERS } from "../row-triggers.ts";

/** Where the migrations are. */
export const MIGRATIONS = new URL("migrations/", import.meta.url);

const VERSIONS = `
CREATE TABLE IF NOT EXISTS schema_migrations (version bigint PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE IF NOT EXISTS schema_triggers (fingerprint text NOT NULL);
`;

/**
 * Applies the migrations that a database does not have yet, in order, all in one transaction. Nodes that start at the
 * same time wait for each other. Running it again changes nothing.
 *
 * @throws StartError `database_unusable` when a newer server has been there
 */
export async function migrate(
  pool: PostgresPool,
  migrations: readonly Migration[] = readMigrations(MIGRATIONS),
): Promise<void> {
  // It is a transaction of its own.
  await pool.query(POSTGRES_ADMISSION_TABLES);
  await inTransaction(pool, async (client) => {
    await client.query("SELECT pg_advisory_xact_lock(hashtext('tidings server schema'))");
    await client.query(VERSIONS);
    const { rows } = await client.query("SELECT max(version) AS version FROM schema_migrations");
    const applied = Number(rows[0]?.version ?? 0);
    const newest = migrations.at(-1)?.version ?? 0;
    if (applied > newest) {
      throw new StartError("database_unusable", [
        `the database is of schema ${applied}, this server knows ${newest}; run the newer server or give another DATABASE_URL`,
      ]);
    }
    await client.query(POSTGRES_CHANGE_TABLES);
    for (const { version, sql } of migrations) {
      if (version <= applied) continue;
      await client.query(sql);
      await client.query("INSERT INTO schema_migrations (version) VALUES ($1)", [version]);
    }
    await installRowTriggers(client);
    await client.query(RECOUNT);
  });
}

/**
 * Installs the triggers if they are not those of this server's version. Only then, because it waits for every
 * transaction that writes the tables, and holds up those that come.
 */
async function installRowTriggers(client: PostgresQueries): Promise<void> {
  const sql = ROW_TRIGGERS.map(changeTriggers).join("");
  const fingerprint = createHash("sha256").update(sql).digest("base64url");
  const { rows } = await client.query("SELECT fingerprint FROM schema_triggers");
  if (rows[0]?.fingerprint === fingerprint) return;
  await client.query(sql);
  await client.query("DELETE FROM schema_triggers");
  await client.query("INSERT INTO schema_triggers VALUES ($1)", [fingerprint]);
}

const COUNTED = {
  received: "Order Received",
  preparing: "Preparing",
  out_for_delivery: "Out for Delivery",
  delivered: "Delivered",
  cancelled: "Cancelled",
} as const;
const columns = Object.keys(COUNTED);
const counted = Object.entries(COUNTED).map(
  ([column, status]) => `(SELECT count(*) FROM orders WHERE order_status = '${status}') - coalesce(sum(${column}), 0)`,
);

/**
 * Counts the orders again (D26.2), as far as the kept counts are wrong: a restore without triggers, or TRUNCATE, changes
 * orders without them. One statement sees the orders and the counts at the same moment.
 */
const RECOUNT = `WITH missing (${columns.join(", ")}) AS (SELECT ${counted.join(", ")} FROM order_counts)
  INSERT INTO order_counts (${columns.join(", ")}) SELECT * FROM missing
  WHERE (${columns.join(", ")}) <> (${columns.map(() => "0").join(", ")})`;
