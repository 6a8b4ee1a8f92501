import { renameSync } from "node:fs";
import { join } from "node:path";
import { sampleUsers } from "@tidings/contracts/auth";
import { sampleOrders } from "@tidings/contracts/orders";
import { expect, it } from "vitest";
import { startServer, type TestServer } from "../testing/start-server.ts";
import { writeFromOutside } from "../testing/write-from-outside.ts";

const { ada, admin } = sampleUsers;
const TOKEN = "a token for metrics";
const path = "/api/orders/stream";
const env = { METRICS_TOKEN: TOKEN, MAX_CONNECTIONS_PER_USER: "2" };
const id = sampleOrders[0].id;
const PUBLISHED = 'events_published_total{stream="orders",event="order_status_update"}';

/** What Prometheus would read: sample name with labels to value. */
async function read(server: TestServer): Promise<Readonly<Record<string, number>>> {
  const response = await server.fetch("/metrics", { headers: { Authorization: `Bearer ${TOKEN}` } });
  expect(response.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.lastIndexOf(" ");
      return [line.slice(0, at).replace(/^tidings_/, ""), Number(line.slice(at + 1))];
    }),
  );
}

it("counts connections, connects, closes, events, deliveries, bytes, replays, gaps and refusals", async () => {
  await using server = await startServer({ env });
  const before = await read(server);
  const token = await server.signIn(ada.email);
  const open = (lastEventId: string) =>
    server.open(`${path}?token=${token}`, { headers: { "Last-Event-ID": lastEventId } });
  const first = await open("");
  const start = (await first.next()).id;
  await writeFromOutside(
    server.config.dataDir,
    `UPDATE orders SET order_status = 'Preparing' WHERE id = '${id}'`,
    `UPDATE orders SET order_status = 'Delivered' WHERE id = '${id}'`,
  );
  const sent = [await first.next(), await first.next()];
  const second = await open(start);
  for (let event = 0; event < 3; event += 1) await second.next();
  expect((await open("")).response.status).toBe(429);
  expect((await server.fetch(`${path}?token=wrong`)).status).toBe(401);
  first.close();
  await expect.poll(() => server.backend.hub.countAll()).toBe(1);
  const third = await open("elsewhere:7");
  await third.next();

  const metrics = await read(server);
  expect(metrics).toMatchObject({
    'connections{stream="orders"}': 2,
    topics: 1,
    'connects_total{stream="orders",resume="none"}': 1,
    'connects_total{stream="orders",resume="complete"}': 1,
    'connects_total{stream="orders",resume="gap"}': 1,
    'gaps_total{stream="orders"}': 1,
    'closes_total{stream="orders",reason="gone"}': 1,
    'refused_connects_total{reason="too_many_connections"}': 1,
    'refused_connects_total{reason="unauthenticated"}': 1,
    [PUBLISHED]: (before[PUBLISHED] ?? 0) + 2,
    deliveries_total: 2,
    'replays_total{stream="orders"}': 1,
    'replayed_events_total{stream="orders"}': 2,
    queued_bytes: 0,
    relay_lag_seconds: 0,
    relay_lag_changes: 0,
    dead_changes_total: 0,
    relay_failures_total: 0,
    delivery_seconds_count: 2,
  });
  const framing = "event: order_status_update\nid: \ndata: \n\n".length;
  const bytes = sent.reduce((sum, event) => sum + framing + event.id.length + event.text.length, 0);
  expect(metrics.delivered_bytes_total).toBe(bytes);
  expect(metrics.delivery_seconds_sum).toBeGreaterThan(0);
  expect(metrics.delivery_seconds_sum).toBeLessThan(600);
});

it("names the reasons why streams ended", async () => {
  await using server = await startServer({ env });
  const token = await server.signIn(admin.email);
  const stream = await server.open(`${path}?token=${token}`);
  await stream.next();
  await server.call(token, "POST", "/api/auth/logout");
  await stream.ended;
  expect(await read(server)).toMatchObject({
    'closes_total{stream="orders",reason="revoked"}': 1,
    'connections{stream="orders"}': 0,
  });
});

it("tells whether it is ready, and how many streams it may hold", async () => {
  await using server = await startServer({ env: { ...env, MAX_CONNECTIONS: "300" } });
  expect(await read(server)).toMatchObject({ ready: 1, connections_limit: 300 });
  const { dataDir } = server.config;
  renameSync(join(dataDir, "tidings.db"), join(dataDir, "elsewhere.db"));
  expect((await server.fetch("/readyz")).status).toBe(503);
  expect(await read(server)).toMatchObject({ ready: 0 });
});

it("tells how far the relay is behind", async () => {
  await using server = await startServer({ env });
  // A hub that takes nothing, as one whose log's disk is full.
  await server.backend.hub.close();
  await writeFromOutside(
    server.config.dataDir,
    `UPDATE orders SET order_status = 'Preparing' WHERE id = '${id}'`,
    `UPDATE orders SET order_status = 'Delivered' WHERE id = '${id}'`,
  );
  await expect.poll(async () => (await read(server)).relay_failures_total).toBeGreaterThan(0);
  const metrics = await read(server);
  expect(metrics.relay_lag_changes).toBe(2);
  expect(metrics.relay_lag_seconds).toBeGreaterThan(0);
});
