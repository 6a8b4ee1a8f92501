import { Pool } from "pg";
import { expect, it } from "vitest";
import { startPgbouncer } from "./pgbouncer.ts";
import { isListening } from "./port.ts";
import { askForService } from "./testing/index.ts";

it("a private PgBouncer reaches every database of the server in transaction mode, and is gone at the end of its block", async () => {
  let port = 0;
  {
    await using pooler = await startPgbouncer({ postgresUrl: await askForService("postgres") });
    port = Number(new URL(pooler.url).port);
    const pool = new Pool({ connectionString: pooler.url, max: 1 });
    const { rows } = await pool.query("SELECT current_database() AS name, $1::int AS number", [5]);
    expect(rows).toEqual([{ name: "postgres", number: 5 }]);
    const client = await pool.connect();
    const process = async () => (await client.query("SELECT pg_backend_pid() AS pid")).rows[0].pid;
    await client.query("BEGIN");
    expect(await process()).toBe(await process());
    await client.query("COMMIT");
    client.release();
    await pool.end();
  }
  expect(await isListening(port)).toBe(false);
});
