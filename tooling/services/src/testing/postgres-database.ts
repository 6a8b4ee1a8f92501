import { Pool, type PoolConfig } from "pg";
import { askForService } from "./ask-for-service.ts";

/** A database of a test file's own. */
export interface PostgresDatabase extends AsyncDisposable {
  readonly url: string;
  /** Makes a pool of connections; it ends with the database. */
  openPool(options?: PoolConfig): Pool;
  /** Makes a schema and a pool whose connections find their tables in it: a place as empty as a new database. */
  openSchema(options?: PoolConfig): Promise<{ readonly pool: Pool; readonly schema: string }>;
}

/**
 * Makes an empty database on the run's one PostgreSQL server; starts that where this is the first.
 *
 * @example
 * const database = await createPostgresDatabase();
 * afterAll(() => database[Symbol.asyncDispose]());
 */
export async function createPostgresDatabase(): Promise<PostgresDatabase> {
  const server = await askForService("postgres");
  const name = `test_${crypto.randomUUID().replaceAll("-", "")}`;
  await administer(server, `CREATE DATABASE ${name}`);
  const url = server.replace(/[^/]*$/, name);
  const pools = new Set<Pool>();
  let schemas = 0;

  function openPool(options: PoolConfig = {}): Pool {
    const pool = new Pool({ connectionString: url, ...options });
    // What a test does to the server's connections is its own affair.
    pool.on("error", () => {});
    pools.add(pool);
    return pool;
  }

  return {
    url,
    openPool,
    async openSchema(options = {}) {
      schemas += 1;
      const schema = `s${schemas}`;
      const pool = openPool({ ...options, options: `-c search_path=${schema}` });
      await pool.query(`CREATE SCHEMA ${schema}`);
      return { pool, schema };
    },
    async [Symbol.asyncDispose]() {
      // First, so that a connection that a failed test did not give back is ended too.
      await administer(server, `DROP DATABASE ${name} WITH (FORCE)`);
      await Promise.all([...pools].filter((pool) => !pool.ended).map((pool) => pool.end()));
    },
  };
}

async function administer(url: string, sql: string): Promise<void> {
  const pool = new Pool({ connectionString: url, max: 1 });
  try {
    await pool.query(sql);
  } finally {
    await pool.end();
  }
}
