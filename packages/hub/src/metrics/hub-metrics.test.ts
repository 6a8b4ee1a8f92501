import { notificationsStream } from "@tidings/contracts/notifications";
import { Registry, register } from "prom-client";
import { afterEach, expect, it } from "vitest";
import { createRecordingSink } from "../testing/index.ts";
import { a, connect, hub, make, notes, say, settle, useHub } from "../testing/notes-hub.ts";
import { createHubMetrics } from "./hub-metrics.ts";

useHub();
afterEach(() => register.clear());

/** The samples as Prometheus reads them: name with labels to value. */
async function read(from: Registry): Promise<Readonly<Record<string, number>>> {
  const lines = (await from.metrics()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return Object.fromEntries(
    lines.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.slice(line.lastIndexOf(" ")))]),
  );
}

/** A hub whose metrics are on a register of their own. */
function measure(prefix?: string) {
  const own = new Registry();
  const metrics = createHubMetrics({ streams: [notes], register: own, ...(prefix !== undefined && { prefix }) });
  make({ onReport: metrics.onReport });
  metrics.observe(hub);
  return { own, metrics };
}

it("counts what a hub does: connects, resumes, gaps, closes, events, deliveries, bytes, time", async () => {
  const { own, metrics } = measure();
  const first = await connect();
  await say("1");
  await settle();
  const position = first.sink.lastEventId;
  await say("2");
  await settle();
  await connect({ lastEventId: position });
  await connect({ lastEventId: "elsewhere:7" });
  first.sink.destroy();
  first.connection.close("gone");
  metrics.refused("too_many_connections");
  await settle();
  const samples = await read(own);
  expect(samples).toMatchObject({
    'tidings_connections{stream="notes"}': 2,
    tidings_topics: 1,
    tidings_queued_bytes: 0,
    'tidings_connects_total{stream="notes",resume="none"}': 1,
    'tidings_connects_total{stream="notes",resume="complete"}': 1,
    'tidings_connects_total{stream="notes",resume="gap"}': 1,
    'tidings_gaps_total{stream="notes"}': 1,
    'tidings_closes_total{stream="notes",reason="gone"}': 1,
    'tidings_events_published_total{stream="notes",event="note"}': 2,
    'tidings_replays_total{stream="notes"}': 1,
    'tidings_replayed_events_total{stream="notes"}': 1,
    'tidings_refused_connects_total{reason="too_many_connections"}': 1,
    tidings_deliveries_total: hub.stats().deliveries,
    tidings_delivered_bytes_total: hub.stats().deliveredBytes,
    tidings_delivery_seconds_count: 2,
  });
  expect(samples.tidings_deliveries_total).toBe(2);
  expect(samples.tidings_delivery_seconds_sum).toBeLessThan(600);
});

it("counts deliveries by how long they took, in steps from half a millisecond to ten seconds", async () => {
  const { own, metrics } = measure();
  const publishedAt = performance.timeOrigin + performance.now() - 3_000;
  const late = { topic: a.name, event: "note", data: "{}", publishedAt };
  metrics.onReport({ type: "sent", events: [late, { ...late, publishedAt: undefined }] });
  const samples = Object.entries(await read(own)).filter(([name]) =>
    name.startsWith("tidings_delivery_seconds_bucket"),
  );
  const steps = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, "+Inf"];
  expect(samples.map(([name]) => name)).toEqual(steps.map((le) => `tidings_delivery_seconds_bucket{le="${le}"}`));
  expect(samples.slice(0, 12).map(([, count]) => count)).toEqual(Array(12).fill(0));
  expect(samples.at(-1)?.[1]).toBe(1);
});

it("reads the bytes that wait anew whenever it is asked", async () => {
  const { own } = measure();
  const sink = createRecordingSink();
  await connect({ sink });
  sink.full = true;
  await say("1");
  await settle();
  await say("2");
  await settle();
  expect((await read(own)).tidings_queued_bytes).toBeGreaterThan(0);
  sink.full = false;
  sink.drain();
  await settle();
  expect((await read(own)).tidings_queued_bytes).toBe(0);
});

it("makes no label of an event's name that a caller can make up, nor of a stream that it was not told of", async () => {
  const own = new Registry();
  const { onReport } = createHubMetrics({ streams: [notificationsStream], register: own });
  for (const name of ["a", "b", "__proto__"]) {
    onReport({ type: "published", events: [{ topic: notificationsStream.topic("x").name, event: name, data: "{}" }] });
  }
  onReport({ type: "published", events: [{ topic: a.name, event: "note", data: "{}" }] });
  expect(await read(own)).toMatchObject({
    'tidings_events_published_total{stream="notifications",event="custom"}': 3,
    'tidings_events_published_total{stream="notes",event="custom"}': 1,
  });
});

it("shows every stream that it was told of as 0 before anybody comes, and before a hub is observed", async () => {
  const own = new Registry();
  createHubMetrics({ streams: [notes], register: own });
  expect(await read(own)).toMatchObject({ 'tidings_connections{stream="notes"}': 0, tidings_deliveries_total: 0 });
});

it("shows how many streams the server may hold, and no limit as +Inf", async () => {
  const [some, all] = [new Registry(), new Registry()];
  createHubMetrics({ streams: [notes], register: some, maxConnections: 15_000 });
  createHubMetrics({ streams: [notes], register: all });
  expect(await some.metrics()).toMatch(/^tidings_connections_limit 15000$/m);
  expect(await all.metrics()).toMatch(/^tidings_connections_limit \+Inf$/m);
  expect(() => createHubMetrics({ streams: [notes], register: new Registry(), maxConnections: 0 })).toThrow(
    "createHubMetrics' maxConnections",
  );
});

it("asks whether the server is ready whenever the metrics are read; a check that throws is not ready", async () => {
  let check = (): boolean | Promise<boolean> => true;
  const own = new Registry();
  createHubMetrics({ streams: [notes], register: own, isReady: () => check() });
  expect((await read(own)).tidings_ready).toBe(1);
  check = () => Promise.resolve(false);
  expect((await read(own)).tidings_ready).toBe(0);
  check = () => Promise.reject(new Error("no database"));
  expect((await read(own)).tidings_ready).toBe(0);
  check = () => true;
  expect((await read(own)).tidings_ready).toBe(1);
});

it("uses prom-client's global register unless told another, and any prefix", async () => {
  createHubMetrics({ streams: [notes] });
  createHubMetrics({ streams: [notes], prefix: "shop_" });
  expect(register.getSingleMetric("tidings_connections")).toBeDefined();
  expect(register.getSingleMetric("shop_connections")).toBeDefined();
});

it("refuses a second hub of the same prefix on one register, and a prefix that Prometheus refuses", () => {
  createHubMetrics({ streams: [notes] });
  expect(() => createHubMetrics({ streams: [notes] })).toThrow("tidings_connects_total has already been registered");
  expect(() => createHubMetrics({ streams: [notes], prefix: "9 " })).toThrow("Invalid metric name");
});
