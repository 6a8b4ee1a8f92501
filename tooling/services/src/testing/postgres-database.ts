import { setImmediate as turn } from "node:timers/promises";
import { Pool, type PoolClient, type PoolConfig } from "pg";
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
  const lent = new Set<PoolClient>();
  const ends = new WeakMap<PoolClient, Promise<void>>();
  let schemas = 0;

  function openPool(options: PoolConfig = {}): Pool {
    const pool = new Pool({ connectionString: url, ...options });
    // What a test does to the server's connections is its own affair.
    pool.on("error", () => {});
    pool.on("connect", (client) => {
      client.on("error", () => {});
      ends.set(client, new Promise((resolve) => client.once("end", resolve)));
    });
    pool.on("acquire", (client) => lent.add(client));
    pool.on("release", (_error, client) => lent.delete(client));
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
      await Promise.all([...lent].map((client) => ends.get(client)));
      // A query that this interrupted gives its connection back by itself. Any other would be waited for in vain.
      await turn();
      const kept = [...lent];
      for (const client of kept) client.release(true);
      await Promise.all([...pools].filter((pool) => !pool.ended).map((pool) => pool.end()));
      if (kept.length > 0) {
        throw new Error(
          `${kept.length} of the connections that pool.connect() lent were not given back; call release() also when the test fails`,
        );
      }
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
