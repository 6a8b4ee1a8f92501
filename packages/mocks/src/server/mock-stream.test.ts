import { adminOrdersStream } from "@tidings/contracts/admin-orders";
import { sampleUsers } from "@tidings/contracts/auth";
import { notificationsStream } from "@tidings/contracts/notifications";
import { ordersStream } from "@tidings/contracts/orders";
import { afterEach, expect, test } from "vitest";
import type { Clock } from "../clock/clock.ts";
import { createManualClock } from "../clock/manual-clock.ts";
import { interceptRequests, origin } from "../testing/msw.ts";
import { openStream } from "../testing/open-stream.ts";
import { createMockServer, type MockServer, type MockServerOptions } from "./mock-server.ts";
import { mockStream } from "./mock-stream.ts";

const use = interceptRequests();
const url = `${origin}/api/orders/stream`;
const clock = createManualClock();
let server: MockServer;

function start(options: MockServerOptions = {}) {
  server = createMockServer({ clock, ...options });
  use([mockStream(server, ordersStream), mockStream(server, notificationsStream)]);
}

function update(revision: number, topic = "*") {
  return server.publish(ordersStream.topic(topic), {
    event: "order_status_update",
    data: { order_id: "o-1", order_code: "ORD-A7X3B2", order_status: "Preparing", revision },
  });
}

afterEach(() => {
  server.close();
  expect(clock.pending, "timers left after stop").toBe(0);
  expect(server.getSnapshot().connections).toBe(0);
});

test("a connection gets the brief's headers and the greeting with the connection's fields (D3.2)", async () => {
  start();
  const stream = await openStream(url);
  expect(Object.fromEntries(stream.response.headers)).toEqual({
    "content-type": "text/event-stream",
    "cache-control": "no-cache",
    "x-accel-buffering": "no",
    "transfer-encoding": "chunked",
  });
  expect(await stream.next()).toEqual({
    type: "connected",
    id: "",
    data: {
      message: "SSE connected",
      connectionId: "c-1",
      heartbeatMs: 30_000,
      position: server.head(),
      resume: "none",
    },
  });
});

test("an event reaches every connection of its topic, with its position as id, and no other", async () => {
  start({ identify: (token) => (token === "g" ? sampleUsers.grace : sampleUsers.ada) });
  const [ada, tab, grace] = await Promise.all([openStream(url), openStream(url), openStream(`${url}?token=g`)]);
  await Promise.all([ada.next(), tab.next(), grace.next()]);

  const position = update(2, sampleUsers.ada.id);
  expect(position).toMatch(/^[a-z0-9]+:1$/);
  const event = { type: "order_status_update", id: position, data: expect.objectContaining({ revision: 2 }) };
  expect(await ada.next()).toEqual(event);
  expect(await tab.next()).toEqual(event);

  update(3);
  expect(await grace.next()).toMatchObject({ data: { revision: 3 } });
});

test.each(["header", "query"])("a reconnect resumes after the last event id in the %s (D4.1)", async (where) => {
  start();
  const first = update(1);
  update(2);
  const stream =
    where === "header"
      ? await openStream(url, { "Last-Event-ID": String(first) })
      : await openStream(`${url}?lastEventId=${encodeURIComponent(String(first))}`);
  expect(await stream.next()).toMatchObject({ data: { resume: "complete", position: server.head() } });
  expect(await stream.next()).toMatchObject({ id: server.head(), data: { revision: 2 } });
});

test("a replay holds what the connection's own topics missed, and no more", async () => {
  start();
  const first = String(update(1));
  update(2, sampleUsers.grace.id);
  update(3, sampleUsers.ada.id);
  const stream = await openStream(url, { "Last-Event-ID": first });
  await stream.next();
  expect(await stream.next()).toMatchObject({ data: { revision: 3 } });
});

test.each([
  ["another epoch", "zz:1"],
  ["the future", "HEAD+9"],
  ["nonsense", "nonsense"],
])("a position of %s is a gap, told in the greeting (D4.3)", async (_, position) => {
  start();
  update(1);
  const stream = await openStream(url, { "Last-Event-ID": position.replace("HEAD+9", `${server.head()}9`) });
  expect(await stream.next()).toMatchObject({ type: "connected", data: { resume: "gap" } });
});

test("a position older than what is kept is a gap; the oldest that is kept is none", async () => {
  start({ retention: 2 });
  const positions = [update(1), update(2), update(3), update(4)];
  const kept = await openStream(url, { "Last-Event-ID": String(positions[1]) });
  expect(await kept.next()).toMatchObject({ data: { resume: "complete" } });
  const lost = await openStream(url, { "Last-Event-ID": String(positions[0]) });
  expect(await lost.next()).toMatchObject({ data: { resume: "gap" } });
});

test("gap() cuts everyone and makes every position given out before a gap", async () => {
  start();
  const before = String(update(1));
  const stream = await openStream(url);
  await stream.next();
  server.gap();
  expect(await stream.next()).toBeUndefined();
  const back = await openStream(url, { "Last-Event-ID": before });
  expect(await back.next()).toMatchObject({ data: { resume: "gap" } });
});

test("an event that is not durable has no id and is not replayed (D1.2)", async () => {
  start();
  const stream = await openStream(`${origin}/api/sse`);
  const greeting = await stream.next();
  const sent = { event: "progress", data: { operationId: "o", progress: 5 } } as const;
  expect(server.publish(notificationsStream.topic("*"), sent)).toBeUndefined();
  expect(greeting).toMatchObject({ type: "connected", data: { resume: "none" } });
  expect(await stream.next()).toEqual({ type: "progress", id: "", data: { operationId: "o", progress: 5 } });
});

test("an event outside of its contract is refused and reaches nobody (D13.1)", () => {
  start();
  const topic = notificationsStream.topic("*");
  expect(() => server.publish(topic, { event: "progress", data: { operationId: "o", progress: 175 } })).toThrow(
    expect.objectContaining({ code: "invalid_event", message: expect.stringContaining("progress") }),
  );
  expect(() =>
    server.publish(topic, { event: "system", data: { level: "info", message: "x".repeat(70_000) } }),
  ).toThrow(expect.objectContaining({ code: "event_too_large" }));
  // @ts-expect-error no such event
  expect(() => server.publish(ordersStream.topic("*"), { event: "order_lost", data: {} })).toThrow(
    expect.objectContaining({ code: "unknown_event", message: expect.stringContaining("order_status_update") }),
  );
  expect(server.head()).toMatch(/:0$/);
});

test("heartbeats are comments of the stream's words, at the announced pace (D10.1)", async () => {
  start({ heartbeatMs: 5000 });
  const stream = await openStream(url);
  expect(await stream.next()).toMatchObject({ data: { heartbeatMs: 5000 } });
  clock.advance(10_000);
  update(1);
  await stream.next();
  expect(stream.comments).toEqual(["ping", "ping"]);
});

test("heartbeats begin again for who comes after everybody had left (D10.1)", async () => {
  start({ heartbeatMs: 5000 });
  const first = await openStream(url);
  await first.next();
  server.drop();
  expect(await first.next()).toBeUndefined();
  const second = await openStream(url);
  await second.next();
  clock.advance(5000);
  update(1);
  await second.next();
  expect(second.comments).toEqual(["ping"]);
});

test("silence() leaves a stream open and mute, and what it missed is replayed to the next one", async () => {
  start({ heartbeatMs: 5000 });
  const stream = await openStream(url);
  const greeting = await stream.next();
  server.silence();
  const heard = stream.next();
  update(1);
  clock.advance(60_000);
  expect(server.getSnapshot().connections).toBe(1);

  const back = await openStream(url, {
    "Last-Event-ID": String(greeting?.data.position),
  });
  await back.next();
  expect(await back.next()).toMatchObject({ data: { revision: 1 } });
  server.close();
  expect(await heard).toBeUndefined();
  expect(stream.comments).toEqual([]);
});

test("refuse() cuts, answers with the status, Retry-After and the briefs' body, so many times", async () => {
  start();
  const open = await openStream(url);
  await open.next();
  server.refuse(503, { retryAfter: 2, times: 2 });
  expect(await open.next()).toBeUndefined();
  for (let time = 0; time < 2; time += 1) {
    const refused = await fetch(url);
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("2");
    expect(await refused.json()).toEqual({ success: false, errors: ["Service unavailable, try again later"] });
  }
  expect((await openStream(url)).response.status).toBe(200);
});

test("to refuse, or to lose answers, no times changes nothing", async () => {
  start();
  const open = await openStream(url);
  await open.next();
  server.refuse(503, { times: 0 });
  server.loseAnswers(0);
  expect(server.getSnapshot()).toMatchObject({ network: { kind: "up" }, connections: 1 });
  expect(server.losesAnswer()).toBe(false);
  update(1);
  expect(await open.next()).toMatchObject({ data: { revision: 1 } });
});

test("loses the answer of one request unless told otherwise, and of so many", () => {
  start();
  server.loseAnswers();
  expect([server.losesAnswer(), server.losesAnswer()]).toEqual([true, false]);
  server.loseAnswers(2);
  expect([1, 2, 3].map(() => server.losesAnswer())).toEqual([true, true, false]);
  server.loseAnswers(Number.POSITIVE_INFINITY);
  expect([1, 2, 3].map(() => server.losesAnswer())).toEqual([true, true, true]);
  server.goOnline();
  expect(server.losesAnswer()).toBe(false);
});

test("keeps 1,000 events for replay unless told otherwise, and none for 0", async () => {
  const outcome = async (missed: number) => {
    const before = server.head();
    for (let revision = 0; revision < missed; revision += 1) update(revision);
    return (await (await openStream(url, { "Last-Event-ID": before })).next())?.data.resume;
  };
  start();
  expect([await outcome(1000), await outcome(1001)]).toEqual(["complete", "gap"]);
  server.close();
  start({ retention: 0 });
  expect([await outcome(0), await outcome(1)]).toEqual(["complete", "gap"]);
});

test("offline, every request fails as on a dead network, until online again", async () => {
  start();
  const open = await openStream(url);
  await open.next();
  server.goOffline();
  expect(await open.next()).toBeUndefined();
  await expect(fetch(url)).rejects.toThrow(TypeError);
  server.goOnline();
  expect((await openStream(url)).response.status).toBe(200);
});

test("without a token that counts the answer is the brief's 401", async () => {
  start({ identify: () => undefined });
  const refused = await fetch(url);
  expect(refused.status).toBe(401);
  expect(await refused.json()).toEqual({ success: false, errors: ["Not authorized, token failed"] });
});

test("drop(user) cuts that user's streams only", async () => {
  start({ identify: (token) => (token === "g" ? sampleUsers.grace : sampleUsers.ada) });
  const [ada, grace] = await Promise.all([openStream(url), openStream(url, { Authorization: "Bearer g" })]);
  await Promise.all([ada.next(), grace.next()]);
  server.drop(sampleUsers.ada.id);
  expect(await ada.next()).toBeUndefined();
  update(1);
  expect(await grace.next()).toMatchObject({ data: { revision: 1 } });
});

test("a reader that leaves is noticed", async () => {
  start();
  const stream = await openStream(url);
  await stream.next();
  expect(server.getSnapshot().connections).toBe(1);
  const gone = new Promise<void>((resolve) => server.subscribe(resolve));
  await stream.close();
  await gone;
  expect(server.getSnapshot().connections).toBe(0);
});

test("latency holds an answer back", async () => {
  const held = Promise.withResolvers<number>();
  const schedule: Clock["schedule"] = (run, ms) => {
    held.resolve(ms);
    return clock.schedule(run, ms);
  };
  start({ latencyMs: 500, heartbeatMs: Number.POSITIVE_INFINITY, clock: { now: clock.now, schedule } });
  const opening = openStream(url);
  expect(await held.promise).toBe(500);
  clock.advance(499);
  expect(server.getSnapshot().connections).toBe(0);
  clock.advance(1);
  expect((await opening).response.status).toBe(200);
});

test("with endless latency nothing is answered until close(), and after it nothing at all", async () => {
  start({ latencyMs: Number.POSITIVE_INFINITY });
  const never = expect(fetch(url)).rejects.toThrow(TypeError);
  server.close();
  await never;
  await expect(fetch(url)).rejects.toThrow(TypeError);
  expect(() => update(1)).toThrow(expect.objectContaining({ code: "closed" }));
});

test("state is one object until something changed", () => {
  start();
  const before = server.getSnapshot();
  expect(server.getSnapshot()).toBe(before);
  let told = 0;
  const leave = server.subscribe(() => {
    told += 1;
  });
  update(1);
  expect(server.getSnapshot()).not.toBe(before);
  expect(told).toBe(1);
  leave();
  leave();
  update(2);
  expect(told).toBe(1);
});

test("a reader that asks for batches gets what it missed as one event, and the rest as it comes (D15.1)", async () => {
  start();
  const position = update(1);
  const [second, third] = [update(2), update(3)];
  const stream = await openStream(`${url}?batch=true`, { "Last-Event-ID": position ?? "" });
  await stream.next();
  expect(await stream.next()).toEqual({
    type: "batch",
    id: third,
    data: [second, third].map((id, index) => ({
      event: "order_status_update",
      id,
      data: expect.objectContaining({ revision: index + 2 }),
    })),
  });
  const fourth = update(4);
  expect(await stream.next()).toMatchObject({ type: "order_status_update", id: fourth });
  await stream.close();
});

test("a reader that does not ask for batches gets each event that it missed by itself (D15.1)", async () => {
  start();
  const position = update(1);
  const missed = [update(2), update(3)];
  for (const query of ["", "?batch=false"]) {
    const stream = await openStream(url + query, { "Last-Event-ID": position ?? "" });
    await stream.next();
    for (const id of missed) expect(await stream.next()).toMatchObject({ type: "order_status_update", id });
    await stream.close();
  }
});

test("a batch of one is no batch, and what is neither true nor false is refused (D15.2, D15.5)", async () => {
  start();
  const position = update(1);
  const id = update(2);
  const stream = await openStream(`${url}?batch=true`, { "Last-Event-ID": position ?? "" });
  await stream.next();
  expect(await stream.next()).toMatchObject({ type: "order_status_update", id });
  await stream.close();
  const refused = await fetch(`${url}?batch=yes`);
  expect(refused.status).toBe(400);
  expect(await refused.json()).toEqual({ success: false, errors: ['batch must be "true" or "false"'] });
});

test("a greeting outside of its contract is a 500 that says so, and leaves no connection behind", async () => {
  server = createMockServer({ clock });
  use([mockStream(server, ordersStream, { greeting: () => JSON.parse("{}") })]);
  const refused = await fetch(url);
  expect(refused.status).toBe(500);
  expect(await refused.json()).toEqual({
    success: false,
    errors: [expect.stringContaining('the greeting of "orders" breaks its contract')],
  });
});

test("the header's last event id wins over the query's, unless it is empty (D4.1)", async () => {
  start();
  const first = String(update(1));
  update(2);
  const query = `${url}?lastEventId=${encodeURIComponent(first)}`;
  const outcome = async (header: string) => (await (await openStream(query, { "Last-Event-ID": header })).next())?.data;
  expect(await outcome("zz:1")).toMatchObject({ resume: "gap" });
  expect(await outcome("")).toMatchObject({ resume: "complete" });
});

test("heartbeats go on for those who stay, and none are left to send when nobody does (D10.1)", async () => {
  start({ heartbeatMs: 5000 });
  const [stays, leaves] = [await openStream(url), await openStream(url)];
  await Promise.all([stays.next(), leaves.next()]);
  expect(clock.pending).toBe(1);
  const gone = new Promise<void>((resolve) => server.subscribe(resolve));
  await leaves.close();
  await gone;
  expect(clock.pending).toBe(1);
  clock.advance(5000);
  update(1);
  await stays.next();
  expect(stays.comments).toEqual(["ping"]);
  server.drop();
  expect(clock.pending).toBe(0);
});

test.each([Number.POSITIVE_INFINITY, 2 ** 31 - 1])(
  "heartbeatMs %d sends none, and the greeting says the longest time that a timer holds",
  async (heartbeatMs) => {
    start({ heartbeatMs });
    const stream = await openStream(url);
    expect(await stream.next()).toMatchObject({ data: { heartbeatMs: 2 ** 31 - 1 } });
    expect(clock.pending).toBe(0);
    server.drop();
  },
);

test("a control panel is told of a gap and of each change of the network, also while nobody listens", () => {
  start();
  const states: unknown[] = [];
  server.subscribe(() => states.push(server.getSnapshot()));
  const head = server.head();
  server.gap();
  server.setLatency(7);
  server.goOffline();
  expect(states).toEqual([
    { network: { kind: "up" }, connections: 0, latencyMs: 0, head: expect.not.stringMatching(head) },
    { network: { kind: "up" }, connections: 0, latencyMs: 7, head: server.head() },
    { network: { kind: "offline" }, connections: 0, latencyMs: 7, head: server.head() },
  ]);
});

test("001 a stream that greets without a name writes none: readers get a message", async () => {
  server = createMockServer({ clock, heartbeatMs: Number.POSITIVE_INFINITY, identify: () => sampleUsers.admin });
  use([mockStream(server, adminOrdersStream)]);
  const response = await fetch(`${origin}${adminOrdersStream.path}`);
  const chunk = await response.body?.getReader().read();
  expect(new TextDecoder().decode(chunk?.value)).toMatch(/^data: \{.*\}\n\n$/);
});

test("two servers of one page number their connections each for themselves, and D23.1: one that is left out hears nothing", async () => {
  start();
  const [first, second] = [await openStream(url), await openStream(url)];
  const ids = [await first.next(), await second.next()].map((greeting) => greeting?.data.connectionId);
  expect(ids).toEqual(["c-1", "c-2"]);
  const data = { order_id: "o-1", order_code: "ORD-A7X3B2", order_status: "Preparing" } as const;
  const topic = ordersStream.topic("*");
  server.publish(topic, { event: "order_status_update", data: { ...data, revision: 2 } }, { exceptConnection: "c-1" });
  update(3);
  expect(await first.next()).toMatchObject({ data: { revision: 3 } });
  expect(await second.next()).toMatchObject({ data: { revision: 2 } });
});

test("a server that is disposed of is closed", () => {
  start();
  {
    using disposed = server;
    expect(disposed.signal.aborted).toBe(false);
  }
  expect(server.signal.aborted).toBe(true);
});
