import { sampleOrders } from "@tidings/contracts/orders";
import { afterEach, expect, it, vi } from "vitest";
import { startServer, type TestServer } from "../testing/start-server.ts";
import { writeFromOutside } from "../testing/write-from-outside.ts";

const change = `UPDATE orders SET order_status = 'Delivered' WHERE id = '${sampleOrders[0].id}'`;

afterEach(() => {
  vi.useRealTimers();
});

async function ask(server: TestServer, path = "/readyz") {
  const response = await server.fetch(path);
  return { status: response.status, retryAfter: response.headers.get("retry-after"), body: await response.json() };
}

it("GET /readyz is 200 while the server can serve", async () => {
  await using server = await startServer();
  expect(await ask(server)).toMatchObject({ status: 200, body: { success: true, data: { status: "ready" } } });
});

it("a relay that is busy is no reason; one that is stuck for half a minute is, until it goes on", async () => {
  await using server = await startServer();
  // A hub that takes nothing, as one whose log's disk is full: the relay can read and not publish.
  await server.backend.hub.close();
  await writeFromOutside(server.config.dataDir, change);
  expect((await ask(server)).status).toBe(200);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 31_000 });
  expect(await ask(server)).toEqual({
    status: 503,
    retryAfter: "5",
    body: {
      success: false,
      errors: [expect.stringMatching(/^The relay is stuck: 1 changes wait, the oldest for 31 s$/)],
    },
  });
  expect((await ask(server, "/healthz")).status).toBe(200);
  await writeFromOutside(server.config.dataDir, "UPDATE relay_cursor SET change_id = (SELECT max(id) FROM changes)");
  expect((await ask(server)).status).toBe(200);
});

it("a database that does not answer is 503 in words of ours", async () => {
  await using server = await startServer();
  await writeFromOutside(server.config.dataDir, "ALTER TABLE relay_cursor RENAME TO elsewhere");
  expect(await ask(server)).toMatchObject({ status: 503, body: { errors: ["The database does not answer"] } });
});
