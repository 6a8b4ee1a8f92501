import { prepareRows } from "@tidings/outbox/sqlite";
import { expect, it, onTestFinished } from "vitest";
import { databaseUrl } from "../../testing/test-store.ts";
import { readMigrations } from "../read-migrations.ts";
import { openDatabase } from "../sqlite/open.ts";
import { addUpCounts } from "./add-up-counts.ts";
import { MIGRATIONS, migrate } from "./migrate.ts";
import { createPostgresPool } from "./postgres-pool.ts";

async function emptyDatabase() {
  const pool = createPostgresPool({ url: await databaseUrl(crypto.randomUUID()), max: 6, onIdleError: () => {} });
  onTestFinished(() => pool.end());
  const rowsOf = async (sql: string) => (await pool.query(sql)).rows;
  return { pool, rowsOf };
}

/** Tables of SQLite's store that PostgreSQL has no use for, and columns that only SQLite needs. */
const ONLY_IN_SQLITE = ["relay_cursor", "sqlite_sequence", "revoked_sessions"];

it("nodes that start at the same time migrate once, and starting again changes nothing", async () => {
  const { pool, rowsOf } = await emptyDatabase();
  await Promise.all([migrate(pool), migrate(pool), migrate(pool)]);
  await migrate(pool);
  const versions = readMigrations(MIGRATIONS).map(({ version }) => ({ version }));
  expect(versions[0]).toEqual({ version: 1 });
  expect(await rowsOf("SELECT version FROM schema_migrations ORDER BY version")).toEqual(versions);
  expect(await rowsOf("SELECT count(*) FROM schema_triggers")).toEqual([{ count: 1 }]);
  expect(await rowsOf("SELECT count(*) FROM order_counts")).toEqual([{ count: 1 }]);
});

it("a database of a newer server is refused with what to do", async () => {
  const { pool } = await emptyDatabase();
  await migrate(pool);
  await pool.query("INSERT INTO schema_migrations (version) VALUES (999)");
  await expect(migrate(pool)).rejects.toMatchObject({
    code: "database_unusable",
    message: expect.stringContaining("run the newer server"),
  });
});

it("every table and column of the SQLite store is there", async () => {
  const { pool, rowsOf } = await emptyDatabase();
  await migrate(pool);
  using sqlite = openDatabase(":memory:");
  const tables = prepareRows(sqlite, "SELECT name FROM sqlite_schema WHERE type = 'table' LIMIT 100").all();
  for (const { name } of tables) {
    if (ONLY_IN_SQLITE.includes(String(name)) || /^(event_log|schema)/.test(String(name))) continue;
    const columns = prepareRows(sqlite, `SELECT name FROM pragma_table_xinfo('${name}') LIMIT 100`).all();
    const here = await rowsOf(`SELECT attname FROM pg_attribute WHERE attrelid = '${name}'::regclass AND attnum > 0`);
    const missing = columns.filter((column) => !here.some(({ attname }) => attname === column.name));
    expect([
      name,
      missing.map((column) => column.name).filter((column) => column !== "id" || name !== "order_counts"),
    ]).toEqual([name, []]);
  }
});

const COUNTS = "SELECT sum(received)::int AS received, sum(delivered)::int AS delivered FROM order_counts";

it("D26.1, D26.2: orders are counted whoever writes them, a start corrects the counts, and they are added up", async () => {
  const { pool, rowsOf } = await emptyDatabase();
  await migrate(pool);
  await pool.query("INSERT INTO users (id, email, name, role, password_hash) VALUES ('u', 'u@x', 'U', 'user', 'h')");
  await pool.query(`INSERT INTO orders (id, order_code, user_id, address_id, items, total_qty, final_amount_cents)
    SELECT n, n, 'u', 'a', '[]', 1, 1 FROM generate_series(1, 10) n`);
  await pool.query("UPDATE orders SET order_status = 'Delivered' WHERE id IN ('1', '2', '3')");
  await pool.query("DELETE FROM orders WHERE id IN ('1', '10')");
  expect(await rowsOf(COUNTS)).toEqual([{ received: 6, delivered: 2 }]);
  const revision = "SELECT sum(revision)::int AS revision FROM order_counts";
  const before = await rowsOf(revision);
  await Promise.all([addUpCounts(pool, 1), addUpCounts(pool, 1)]);
  expect(await rowsOf("SELECT count(*) FROM order_counts")).toEqual([{ count: 1 }]);
  expect(await rowsOf(COUNTS)).toEqual([{ received: 6, delivered: 2 }]);
  expect(await rowsOf(revision)).toEqual(before);
  // TRUNCATE calls no trigger.
  await pool.query("TRUNCATE orders");
  await migrate(pool);
  expect(await rowsOf(COUNTS)).toEqual([{ received: 0, delivered: 0 }]);
});
