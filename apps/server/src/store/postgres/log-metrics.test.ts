import { Client } from "pg";
import { expect, it } from "vitest";
import { startServer } from "../../testing/start-server.ts";
import { databaseUrl } from "../../testing/test-store.ts";

const METRICS_TOKEN = "a token for metrics";

it("a log that loses its connection says so in the metrics", async () => {
  const DATABASE_URL = await databaseUrl(crypto.randomUUID());
  await using server = await startServer({ env: { DATABASE_URL, METRICS_TOKEN } });
  const lost = async () => {
    const response = await server.fetch("/metrics", { headers: { Authorization: `Bearer ${METRICS_TOKEN}` } });
    return /^tidings_log_failures_total\{type="listener_lost"\} (\d+)$/m.exec(await response.text())?.[1];
  };
  expect(await lost()).toBe("0");
  const client = new Client({ connectionString: DATABASE_URL });
  await client.connect();
  try {
    await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
  } finally {
    await client.end();
  }
  await expect.poll(lost).toBe("1");
});
