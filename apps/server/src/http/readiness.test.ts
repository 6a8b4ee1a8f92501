import { copyFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { sampleOrders } from "@tidings/contracts/orders";
import { afterEach, expect, it, vi } from "vitest";
import { DATABASE_FILE } from "../store/sqlite/open.ts";
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
      errors: [expect.stringMatching(/^The relay is stuck: 1 changes wait, the oldest for (3[1-9]|[4-9]\d) s$/)],
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

const linesOf = (server: TestServer) =>
  server.logged.filter((line) => /"msg":"(not ready|ready again)"/.test(line)).map((line) => JSON.parse(line));

it.each(["deleted", "replaced"])(
  "S19.1, S19.3: a database that is %s under the server is 503, and one line of the log within seconds, though nobody asks",
  async (how) => {
    await using server = await startServer();
    const file = join(server.config.dataDir, DATABASE_FILE);
    copyFileSync(file, `${file}.copy`);
    if (how === "deleted") rmSync(file);
    else renameSync(`${file}.copy`, file);
    await expect.poll(() => linesOf(server)).toHaveLength(1);
    expect(linesOf(server)).toMatchObject([{ level: 50, msg: "not ready", detail: expect.stringContaining(file) }]);
    for (let time = 0; time < 3; time += 1) {
      // What is told to everyone names no path.
      const errors = [expect.stringMatching(/^A file of the database was (deleted|replaced)[^/]*$/)];
      expect(await ask(server)).toMatchObject({ status: 503, body: { errors } });
    }
    expect((await ask(server, "/healthz")).status).toBe(200);
    expect(linesOf(server)).toHaveLength(1);
  },
);

it.each([
  ["its row is gone", "DELETE FROM relay_cursor", "INSERT INTO relay_cursor SELECT 1, max(id) FROM changes"],
  [
    "it is ahead of all changes",
    "UPDATE relay_cursor SET change_id = 9007199254740993",
    "UPDATE relay_cursor SET change_id = (SELECT max(id) FROM changes)",
  ],
])(
  "S19.2, D14.2: a relay whose cursor is wrong, because %s, finds no changes any more: 503",
  async (_what, sql, repair) => {
    await using server = await startServer();
    await writeFromOutside(server.config.dataDir, sql);
    expect(await ask(server)).toMatchObject({
      status: 503,
      body: { errors: ["The relay does not know where it stands"] },
    });
    await writeFromOutside(server.config.dataDir, repair);
    expect((await ask(server)).status).toBe(200);
    expect(linesOf(server)).toMatchObject([{ msg: "not ready" }, { msg: "ready again" }]);
  },
);

it.each(["never", "", "2999-01-01T00:00:00.000Z"])(
  "S19.2, S19.3: a relay is stuck by the server's own watch too, where a change's time is %j",
  async (at) => {
    await using server = await startServer();
    await server.backend.hub.close();
    vi.useFakeTimers({ toFake: ["performance"] });
    await writeFromOutside(
      server.config.dataDir,
      `INSERT INTO changes (table_name, row_id, operation, new_row, at)
       SELECT table_name, row_id, operation, new_row, '${at}' FROM changes WHERE table_name = 'orders' LIMIT 1`,
    );
    expect((await ask(server)).status).toBe(200);
    vi.advanceTimersByTime(31_000);
    expect(await ask(server)).toMatchObject({
      status: 503,
      body: { errors: [expect.stringContaining("The relay is stuck: 1 changes wait, the oldest for 31 s")] },
    });
  },
);
