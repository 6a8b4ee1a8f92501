import { Client } from "pg";
import { expect, it } from "vitest";
import { isListening } from "./port.ts";
import { startPostgres } from "./postgres.ts";

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  client.on("error", () => {});
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

it("a private PostgreSQL answers, keeps what was committed over a crash, and is gone at the end of its block", async () => {
  let port = 0;
  {
    await using postgres = await startPostgres(["work_mem=7MB"]);
    port = Number(new URL(postgres.url).port);
    expect(await ask(postgres.url, "SHOW work_mem")).toBe("7MB");
    await ask(postgres.url, "CREATE TABLE t AS SELECT 5 AS a");
    for (const how of ["crash", "orderly"] as const) {
      await postgres.restart(how);
      expect(await ask(postgres.url, "SELECT a FROM t")).toBe(5);
    }
  }
  expect(await isListening(port)).toBe(false);
});
