import { sampleUsers } from "@tidings/contracts/auth";
import { type Order, sampleOrders } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { startServer, temporaryDirectory } from "../testing/start-server.ts";
import { onPostgres } from "../testing/test-store.ts";
import { withoutChecks, writeFromOutside } from "../testing/write-from-outside.ts";

const { ada, grace, admin } = sampleUsers;
const id = sampleOrders[0].id;
const setTo = (status: string) => `UPDATE orders SET order_status = '${status}' WHERE id = '${id}'`;
const streamOf = (token: string, lastEventId?: string) =>
  `/api/orders/stream?token=${token}${lastEventId === undefined ? "" : `&lastEventId=${lastEventId}`}`;

it("an UPDATE by another process straight in the database file reaches the open stream, each once, in order", async () => {
  await using server = await startServer();
  const stream = await server.open(streamOf(await server.signIn(ada.email)));
  await stream.next();
  await writeFromOutside(server.config.dataDir, setTo("Preparing"), setTo("Out for Delivery"), setTo("Delivered"));
  expect([await stream.next(), await stream.next(), await stream.next()].map(({ data }) => data)).toMatchObject([
    { order_status: "Preparing", revision: 2 },
    { order_status: "Out for Delivery", revision: 3 },
    { order_status: "Delivered", revision: 4 },
  ]);
  // Whatever came twice would be next.
  await writeFromOutside(server.config.dataDir, setTo("Cancelled"));
  expect((await stream.next()).data).toMatchObject({ order_status: "Cancelled", revision: 5 });
});

it("D14.3: a change that the contract has no word for is put aside; what comes after it arrives", async () => {
  await using server = await startServer();
  const stream = await server.open(streamOf(await server.signIn(ada.email)));
  await stream.next();
  await writeFromOutside(server.config.dataDir, withoutChecks(), setTo("Lost"), setTo("Preparing"));
  expect((await stream.next()).data).toMatchObject({ order_status: "Preparing", revision: 3 });
  const log = server.logged.join("");
  expect(log).toContain("change put aside in dead_changes");
  expect(log).toContain(id);
});

it("D4.2: after a restart a reader gets what was changed while nobody ran, by its last id, in order, once", async () => {
  using directory = temporaryDirectory();
  let token: string;
  let lastEventId: string;
  {
    await using server = await startServer({ dataDir: directory.path });
    token = await server.signIn(ada.email);
    const stream = await server.open(streamOf(token));
    await stream.next();
    await writeFromOutside(directory.path, setTo("Preparing"));
    lastEventId = (await stream.next()).id;
  }
  await writeFromOutside(directory.path, setTo("Out for Delivery"), setTo("Delivered"), setTo("Cancelled"));
  await using server = await startServer({ dataDir: directory.path });
  const streams = [
    await server.open(streamOf(token), { headers: { "Last-Event-ID": lastEventId } }),
    await server.open(streamOf(token, lastEventId)),
  ];
  for (const stream of streams) {
    expect((await stream.next()).data.resume).toBe("complete");
    const missed = [await stream.next(), await stream.next(), await stream.next()].map(({ data }) => data.order_status);
    expect(missed).toEqual(["Out for Delivery", "Delivered", "Cancelled"]);
  }
  // Whatever came twice would be next.
  await writeFromOutside(directory.path, setTo("Preparing"));
  for (const stream of streams) expect((await stream.next()).data.order_status).toBe("Preparing");
});

it("D4.3: a reader behind the log's retention is told of the gap, and its snapshot is right", async () => {
  using directory = temporaryDirectory();
  const options = { dataDir: directory.path, env: { LOG_RETENTION_COUNT: "1" } };
  let lastEventId: string;
  {
    await using server = await startServer(options);
    const stream = await server.open(streamOf(await server.signIn(ada.email)));
    lastEventId = (await stream.next()).id;
  }
  await writeFromOutside(directory.path, setTo("Preparing"), setTo("Out for Delivery"), setTo("Delivered"));
  await using server = await startServer(options);
  const token = await server.signIn(ada.email);
  const stream = await server.open(streamOf(token, lastEventId));
  expect((await stream.next()).data.resume).toBe("gap");
  const snapshot = (await (await server.call(token, "GET", "/api/orders")).json()) as {
    data: Order[];
    position: string;
  };
  expect(snapshot.data[0]).toMatchObject({ id, order_status: "Delivered", revision: 4 });
  await server.call(await server.signIn(admin.email), "PATCH", `/api/orders/${id}/status`, {
    order_status: "Cancelled",
  });
  expect((await stream.next()).data).toMatchObject({ order_status: "Cancelled", revision: 5 });
});

it("S4: another user's last id brings nothing of theirs", async () => {
  await using server = await startServer();
  const first = await server.open(streamOf(await server.signIn(ada.email)));
  const { id: start } = await first.next();
  await writeFromOutside(server.config.dataDir, setTo("Preparing"));
  await first.next();
  const token = await server.signIn(grace.email);
  const stream = await server.open(streamOf(token, start));
  expect((await stream.next()).data.resume).toBe("complete");
  await server.call(token, "POST", "/api/orders", { address_id: "a", items: [{ name: "Tea", qty: 1, unit_price: 1 }] });
  expect((await stream.next()).data).toMatchObject({ order_status: "Order Received" });
});

it("a write by another process that holds the database delays a request and does not fail it", async () => {
  await using server = await startServer();
  const token = await server.signIn(admin.email);
  const hold = writeFromOutside(
    server.config.dataDir,
    ...(onPostgres() ? ["BEGIN", "SELECT FROM orders FOR UPDATE"] : ["BEGIN IMMEDIATE"]),
    // Some tenths of a second of work while the lock is held, on a busy machine far below the patience of requests.
    `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${onPostgres() ? 50_000 : 1_000_000})
     SELECT count(*) FROM n`,
    "COMMIT",
  );
  const answers = await Promise.all(
    ["Preparing", "Delivered"].map((order_status) =>
      server.call(token, "PATCH", `/api/orders/${id}/status`, { order_status }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  await hold;
});

it("S7: a refused stream is logged as any request, without its token, and carries the security headers", async () => {
  await using server = await startServer();
  const response = await server.fetch(streamOf("a-token-of-nobody"));
  expect(response.status).toBe(401);
  expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  const request = response.headers.get("x-request-id");
  await expect.poll(() => server.logged.find((line) => line.includes(`${request}`))).toContain("token=[redacted]");
  expect(server.logged.join("")).not.toContain("a-token-of-nobody");
});
