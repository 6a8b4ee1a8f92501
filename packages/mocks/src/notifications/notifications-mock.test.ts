import { sampleUsers, type User } from "@tidings/contracts/auth";
import { demoTypes } from "@tidings/contracts/notifications";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { play } from "../scenario/playback.ts";
import { createMockServer } from "../server/mock-server.ts";
import { interceptRequests, origin } from "../testing/msw.ts";
import { openStream } from "../testing/open-stream.ts";
import { createNotificationsMock, type NotificationsMock } from "./notifications-mock.ts";
import { notificationsScenarios } from "./scenarios.ts";

const use = interceptRequests();
const { ada, grace, admin } = sampleUsers;
let clock: ManualClock;
let world: NotificationsMock;

beforeEach(() => {
  clock = createManualClock();
  const identify = (token: string | undefined) => Object.values(sampleUsers).find(({ id }) => id === token);
  world = createNotificationsMock({ server: createMockServer({ clock, identify }) });
  use(world.handlers);
});

afterEach(() => {
  world.close();
  expect(clock.pending, "timers left after stop").toBe(0);
});

async function listen(user?: User, query = "") {
  const stream = await openStream(`${origin}/api/sse${query}`, user ? { Authorization: `Bearer ${user.id}` } : {});
  if (stream.response.ok) await stream.next();
  return stream;
}

async function call(user: User | undefined, method: string, path: string, body?: unknown) {
  const response = await fetch(`${origin}/api/sse${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...(user && { Authorization: `Bearer ${user.id}` }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

test("anyone is greeted with a client id of their own; a claim to be someone else is 403", async () => {
  const [one, two] = await Promise.all([openStream(`${origin}/api/sse`), openStream(`${origin}/api/sse`)]);
  const [first, second] = [await one.next(), await two.next()];
  expect(first).toMatchObject({ type: "connected", data: { clientId: "c-1", timestamp: clock.now(), resume: "none" } });
  expect(second?.data.clientId).toBe("c-2");
  for (const [user, query] of [
    [undefined, `?userId=${ada.id}`],
    [ada, `?userId=${grace.id}`],
  ] as const) {
    expect(await call(user, "GET", query)).toMatchObject({
      status: 403,
      body: { errors: [expect.any(String), expect.stringContaining("leave userId out")] },
    });
  }
  expect((await listen(ada, `?userId=${ada.id}&page=home`)).response.status).toBe(200);
});

test.each([
  ["broadcast", "announcement", { message: "Hello", extra: 1 }],
  ["user", "notification", { title: "Notification", message: "Hello", extra: 1 }],
  ["system", "system", { message: "Hello", level: "info" }],
  ["update", "update", { type: "demo", data: { extra: 1 } }],
  ["progress", "progress", { operationId: "demo", progress: 50, message: "Hello" }],
  ["success", "success", { message: "Hello", data: { extra: 1 } }],
  ["error", "error", { error: "Hello", context: { extra: 1 } }],
] as const)("the demo's type %s sends %s as the real server does", async (type, event, data) => {
  const stream = await listen(admin);
  const answer = await call(admin, "POST", "/demo", { type, message: "Hello", data: { extra: 1 } });
  expect(answer).toEqual({ status: 200, body: { success: true, data: { clients: 1 }, message: "Notification sent" } });
  expect(await stream.next()).toMatchObject({ type: event, data });
});

test("a user sends to oneself and an admin to anyone; who is not addressed hears nothing", async () => {
  const [adas, graces] = [await listen(ada), await listen(grace)];
  const send = (user: User | undefined, body: object) => call(user, "POST", "/demo", body);
  expect(await send(ada, { type: "success", message: "mine" })).toMatchObject({ body: { data: { clients: 1 } } });
  expect(await send(ada, { type: "broadcast" })).toMatchObject({ status: 403 });
  expect(await send(ada, { type: "user", userId: grace.id })).toMatchObject({
    status: 403,
    body: { errors: [expect.any(String), "Send to yourself, or sign in as an admin"] },
  });
  expect((await send(undefined, { type: "user" })).status).toBe(401);
  await send(admin, { type: "user", userId: grace.id, message: "hers" });
  await send(admin, { type: "system", message: "everyone's" });
  expect([await adas.next(), await adas.next()]).toMatchObject([
    { data: { message: "mine" } },
    { data: { message: "everyone's" } },
  ]);
  expect([await graces.next(), await graces.next()]).toMatchObject([
    { data: { message: "hers" } },
    { data: { message: "everyone's" } },
  ]);
});

test("what a demo gets wrong is 400 and says what", async () => {
  expect((await call(ada, "POST", "/demo", { type: "fax" })).body.errors[0]).toContain(demoTypes.join(", "));
  expect(await call(ada, "POST", "/demo", { type: "progress", data: { progress: 175 } })).toMatchObject({
    status: 400,
    body: { errors: ["data.progress must be at most 100"] },
  });
});

test("statistics are the admin's, bare and as data", async () => {
  await listen(ada);
  await listen(ada);
  await listen();
  clock.advance(1000);
  world.send({ event: "success", data: { message: "Saved" } }, ada.id);
  const numbers = {
    totalClients: 3,
    clientsByUser: { [ada.id]: 2 },
    averageConnectionDuration: 1000,
    totalEventsSent: 2,
    lastEventTime: clock.now(),
  };
  expect(await call(admin, "GET", "/stats")).toEqual({
    status: 200,
    body: { success: true, data: numbers, ...numbers },
  });
  expect((await call(ada, "GET", "/stats")).status).toBe(403);
});

test("ping comes as an event while anyone listens, and is no news to the statistics", async () => {
  const stream = await listen(ada);
  clock.advance(30_000);
  expect(await stream.next()).toMatchObject({ type: "ping", data: { timestamp: clock.now() } });
  expect(world.stats()).toMatchObject({ totalEventsSent: 1, lastEventTime: null });
  clock.advance(30_000);
  expect(await stream.next()).toMatchObject({ type: "ping", data: { timestamp: clock.now() } });
  world.server.drop();
  expect(clock.pending).toBe(0);
  const next = await listen(ada);
  clock.advance(30_000);
  expect(await next.next()).toMatchObject({ type: "ping" });
  world.server.drop();
  expect(clock.pending).toBe(0);
});

test("every scenario plays to its end, and what it sends keeps the contract", () => {
  for (const scenario of Object.values(notificationsScenarios(world))) {
    const playback = play(world.server, scenario);
    clock.advance(60_000);
    expect(playback.getSnapshot(), scenario.name).toMatchObject({ status: "done" });
  }
});

test("without a server it has one of its own, where everyone is Ada", async () => {
  const own = createNotificationsMock();
  use(own.handlers);
  expect((await call(undefined, "POST", "/demo", { type: "user" })).status).toBe(200);
  own.close();
});

test("with pingMs Infinity nothing is sent, and no timer waits for it", async () => {
  const server = createMockServer({ clock, heartbeatMs: Number.POSITIVE_INFINITY });
  const own = createNotificationsMock({ server, pingMs: Number.POSITIVE_INFINITY });
  use(own.handlers);
  await openStream(`${origin}/api/sse`);
  expect([server.getSnapshot().connections, clock.pending]).toEqual([1, 0]);
  own.close();
});
