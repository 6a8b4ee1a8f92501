import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sampleUsers } from "@tidings/contracts/auth";
import { sampleOrders } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { DATABASE_FILE } from "./store/sqlite/open.ts";
import { startServer } from "./testing/start-server.ts";

const path = `/api/orders/${sampleOrders[0].id}/status`;

it("D12: an answer under way is finished, new connections are refused, and closing twice is harmless", async () => {
  await using server = await startServer();
  const token = await server.signIn(sampleUsers.admin.email);
  const holder = new DatabaseSync(join(server.config.dataDir, DATABASE_FILE));
  holder.exec("BEGIN IMMEDIATE");
  const arrived = once(server.backend.server, "request");
  const answer = server.call(token, "PATCH", path, { order_status: "Preparing" });
  await arrived;
  const closed = server.backend.close();
  expect(server.backend.close()).toBe(closed);
  await expect(server.fetch("/healthz")).rejects.toThrow();
  holder.exec("COMMIT");
  holder.close();
  expect((await answer).status).toBe(200);
  await closed;
});

it("D12.3: streams end after what was published, with a time to come back at; a change afterwards waits for the next start", async () => {
  await using server = await startServer();
  const stream = await server.open(`/api/orders/stream?token=${await server.signIn(sampleUsers.ada.email)}`);
  await stream.next();
  await server.call(await server.signIn(sampleUsers.admin.email), "PATCH", path, { order_status: "Preparing" });
  const closed = server.backend.close();
  expect((await stream.next()).data).toMatchObject({ order_status: "Preparing" });
  await stream.ended;
  await closed;
});

it("D12.1: a stream is refused with 503 while the others drain", async () => {
  await using server = await startServer({ env: { DRAIN_MS: "600" } });
  const token = await server.signIn(sampleUsers.ada.email);
  await server.open(`/api/orders/stream?token=${token}`);
  const draining = server.backend.hub.drain({ withinMs: 600 });
  const refused = await server.fetch(`/api/orders/stream?token=${token}`);
  expect(refused.status).toBe(503);
  expect(refused.headers.get("retry-after")).toBe("2");
  await draining;
});

it("leaves no timer behind", async () => {
  const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
  const before = timers();
  {
    await using server = await startServer();
    const stream = await server.open(`/api/orders/stream?token=${await server.signIn(sampleUsers.ada.email)}`);
    await stream.next();
  }
  await expect.poll(() => timers()).toBeLessThanOrEqual(before);
});

it("D12.1, D12.3: going down, /readyz says so first, new streams are 503, and open ones get what is published until their end", async () => {
  await using server = await startServer({ env: { DRAIN_MS: "4000" } });
  const token = await server.signIn(sampleUsers.ada.email);
  const admin = await server.signIn(sampleUsers.admin.email);
  const path = `/api/orders/stream?token=${token}`;
  const streams = [await server.open(path), await server.open(path)];
  for (const stream of streams) await stream.next();
  const closed = server.backend.close();

  const ready = await server.fetch("/readyz");
  expect(ready.status).toBe(503);
  expect(await ready.json()).toEqual({ success: false, errors: ["The server is going down; ask another"] });
  const refused = await server.fetch(path);
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([503, "2"]);
  expect((await server.fetch("/healthz")).status).toBe(200);
  await server.call(admin, "PATCH", `/api/orders/${sampleOrders[0].id}/status`, { order_status: "Preparing" });

  const types = await Promise.all(
    streams.map(async (stream) => {
      await stream.ended;
      return stream.pending().map(({ type }) => type);
    }),
  );
  expect(types.map((one) => one.at(-1))).toEqual(["ending", "ending"]);
  // The last to go, half a window later at the least, was there for it.
  expect(types.some((one) => one[0] === "order_status_update")).toBe(true);
  await closed;
  await expect(server.fetch("/readyz")).rejects.toThrow();
});
