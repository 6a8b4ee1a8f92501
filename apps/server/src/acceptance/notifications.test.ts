import { sampleUsers } from "@tidings/contracts/auth";
import { demoTypes } from "@tidings/contracts/notifications";
import { expect, it } from "vitest";
import { startServer, type TestServer } from "../testing/start-server.ts";

// What brief 003 says of the server, endpoint by endpoint; its functions are proved in packages/notify.

const { ada, grace, admin } = sampleUsers;
const path = "/api/sse";
const demo = `${path}/demo`;
const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
const refused = async (response: Response) => ({ status: response.status, ...((await response.json()) as object) });

async function listen(server: TestServer, query = "", token?: string) {
  const reader = await server.open(`${path}${query}`, token === undefined ? {} : bearer(token));
  return { reader, greeting: await reader.next() };
}

it("003 GET /api/sse: anyone is greeted by connected with a clientId", async () => {
  await using server = await startServer();
  const { reader, greeting } = await listen(server);
  expect(reader.response.headers.get("content-type")).toBe("text/event-stream");
  expect(greeting).toMatchObject({ type: "connected" });
  expect(greeting.data).toEqual({
    clientId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    timestamp: expect.any(Number),
    connectionId: expect.any(String),
    heartbeatMs: 30_000,
    position: expect.stringMatching(/^[0-9a-z]+:\d+$/),
    resume: "none",
  });
});

it("003 ping comes as an event and as a comment, at the configured interval", async () => {
  await using server = await startServer({ env: { HEARTBEAT_MS: "20" } });
  const { reader } = await listen(server);
  expect(await reader.next()).toMatchObject({ type: "ping", data: { timestamp: expect.any(Number) } });
  expect(await reader.nextComment()).toBe("heartbeat");
});

it("003 userId: the token decides; a claim without one or against it is 403", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  for (const [query, init] of [
    [`?userId=${ada.id}`, {}],
    [`?userId=${grace.id}`, bearer(token)],
    ["?userId=", bearer(token)],
  ] as const) {
    expect(await refused(await server.fetch(`${path}${query}`, init))).toEqual({
      status: 403,
      success: false,
      errors: ["Not authorized for this resource", expect.stringContaining("leave userId out")],
    });
  }
  const { reader } = await listen(server, `?userId=${ada.id}`, token);
  server.backend.notify.notifyUser(ada.id, { event: "profile_updated", data: { message: "Profile updated" } });
  expect(await reader.next()).toMatchObject({ type: "profile_updated", data: { message: "Profile updated" } });
});

it("S1.3: whoever shows a bad token is refused, and not taken for anyone", async () => {
  await using server = await startServer();
  for (const [query, init] of [
    ["?token=wrong", {}],
    ["?ticket=wrong", {}],
    ["", bearer("wrong")],
    ["", { headers: { Cookie: "jwt=wrong" } }],
  ] as const) {
    expect((await server.fetch(`${path}${query}`, init)).status).toBe(401);
  }
});

it("003 sessionId and any other parameter filter: whoever has them hears it, nobody else", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  const first = await listen(server, "?sessionId=s1&page=dashboard", token);
  const second = await listen(server, "?sessionId=s2&page=dashboard");
  const send = (filter: object, n: number) => server.backend.notify.notifyClients(filter, { event: "hello", data: n });
  expect(send({ sessionId: "s1" }, 1)).toBe(1);
  expect(send({ metadata: { page: "dashboard" } }, 2)).toBe(2);
  expect(send({ userId: ada.id, metadata: { page: "dashboard" } }, 3)).toBe(1);
  expect(send({ metadata: { page: "orders" } }, 4)).toBe(0);
  expect(send({ clientId: second.greeting.data.clientId }, 5)).toBe(1);
  expect(
    [await first.reader.next(), await first.reader.next(), await first.reader.next()].map(({ data }) => data),
  ).toEqual([1, 2, 3]);
  expect([await second.reader.next(), await second.reader.next()].map(({ data }) => data)).toEqual([2, 5]);
});

it("003 a token in the address is no metadata, and may be longer than a parameter", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  expect(token.length).toBeGreaterThan(200);
  const { reader } = await listen(server, `?token=${token}`);
  expect(server.backend.notify.notifyClients({ metadata: { token } }, { event: "hello", data: 1 })).toBe(0);
  reader.close();
});

it("003 a ticket opens it as its user (S13.1)", async () => {
  await using server = await startServer();
  const answer = await server.call(await server.signIn(ada.email), "POST", "/api/stream-tickets", {
    stream: "notifications",
  });
  const { data } = (await answer.json()) as { data: { ticket: string } };
  const { reader } = await listen(server, `?ticket=${data.ticket}&userId=${ada.id}`);
  server.backend.notify.notifyUser(ada.id, { event: "hello", data: 1 });
  expect(await reader.next()).toMatchObject({ type: "hello" });
});

it("003 durable notifications are resumed, fleeting ones are not", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  const { greeting } = await listen(server, "", token);
  const { notify } = server.backend;
  notify.notifyUser(ada.id, { event: "notification", data: { title: "Welcome!", message: "Thanks for joining!" } });
  notify.notifyUser(ada.id, { event: "custom_event", data: {} });
  await notify.announceSystemUpdate("Release", "2.0 is out");
  const { reader } = await listen(server, `?lastEventId=${greeting.id}`, token);
  expect([await reader.next(), await reader.next()].map(({ type }) => type)).toEqual(["notification", "system"]);
});

it("003 GET /api/sse/stats: the brief's fields, for admins only", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  await listen(server, "", token);
  const { reader } = await listen(server, "", token);
  await listen(server);
  server.backend.notify.broadcast({ event: "hello", data: 1 });
  await reader.next();
  const before = Date.now();
  const answer = await server.call(await server.signIn(admin.email), "GET", `${path}/stats`);
  expect(answer.status).toBe(200);
  const { success, data, ...stats } = (await answer.json()) as Record<string, unknown>;
  expect(stats).toEqual({
    totalClients: 3,
    clientsByUser: { [ada.id]: 2 },
    averageConnectionDuration: expect.any(Number),
    totalEventsSent: 3,
    lastEventTime: expect.any(Number),
  });
  expect(success).toBe(true);
  expect(data).toEqual(stats);
  expect(Number(stats.lastEventTime)).toBeLessThanOrEqual(before);
  expect((await server.fetch(`${path}/stats`)).status).toBe(401);
  expect((await server.call(token, "GET", `${path}/stats`)).status).toBe(403);
});

it.each([
  ["broadcast", "announcement", { message: "Test message", extra: 1 }],
  ["user", "notification", { title: "Notification", message: "Test message", extra: 1 }],
  ["system", "system", { message: "Test message", level: "info" }],
  ["update", "update", { type: "demo", data: { extra: 1 } }],
  ["progress", "progress", { operationId: "demo", progress: 50, message: "Test message" }],
  ["success", "success", { message: "Test message", data: { extra: 1 } }],
  ["error", "error", { error: "Test message", context: { extra: 1 } }],
] as const)("003 POST /api/sse/demo, type %s: sends %s", async (type, event, payload) => {
  await using server = await startServer();
  const [token, boss] = [await server.signIn(ada.email), await server.signIn(admin.email)];
  const { reader } = await listen(server, "", token);
  const to = type === "broadcast" ? {} : { userId: ada.id };
  const body = { type, ...to, message: "Test message", data: { extra: 1 } };
  const answer = await server.call(boss, "POST", demo, body);
  expect(await answer.json()).toEqual({ success: true, data: { clients: 1 }, message: "Notification sent" });
  expect(await reader.next()).toMatchObject({ type: event, data: payload });
});

it("003 POST /api/sse/demo: a user sends to oneself, an admin to anyone", async () => {
  await using server = await startServer();
  const [token, boss] = [await server.signIn(ada.email), await server.signIn(admin.email)];
  await listen(server, "", token);
  await listen(server, "", await server.signIn(grace.email));
  await listen(server);
  for (const type of demoTypes) {
    const send = async (who: string, userId?: string) => {
      const answer = await server.call(who, "POST", demo, { type, ...(userId !== undefined && { userId }) });
      return answer.ok ? ((await answer.json()) as { data: { clients: number } }).data.clients : answer.status;
    };
    const all = type === "broadcast";
    expect(await send(token)).toBe(all ? 403 : 1);
    expect(await send(token, ada.id)).toBe(all ? 403 : 1);
    expect(await send(token, grace.id)).toBe(403);
    expect(await send(boss, grace.id)).toBe(all ? 400 : 1);
    expect(await send(boss)).toBe(type === "user" ? 0 : 3);
    expect((await server.fetch(demo, { method: "POST", body: JSON.stringify({ type }) })).status).toBe(401);
  }
});

it("003 POST /api/sse/demo: what is wrong is 400 and says what", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  expect(await refused(await server.call(token, "POST", demo, { type: "fax" }))).toEqual({
    status: 400,
    success: false,
    errors: ["type must be one of broadcast, user, system, update, progress, success, error"],
  });
  const wrong = { type: "progress", data: { progress: 900 } };
  expect(await refused(await server.call(token, "POST", demo, wrong))).toMatchObject({
    status: 400,
    errors: [expect.stringContaining("progress")],
  });
});

it.each([
  ["broadcast", { message: "Hi", data: { a: 1 } }, { message: "Hi", a: 1 }],
  ["broadcast", { data: { message: "Hi" } }, { message: "Hi" }],
  ["user", { message: "Hi", data: { title: "T", a: 1 } }, { title: "T", message: "Hi", a: 1 }],
  ["system", { message: "Hi" }, { message: "Hi", level: "info" }],
  [
    "system",
    { message: "Hi", data: { level: "error", title: "T", severity: "critical" } },
    { message: "Hi", level: "error", title: "T", severity: "critical" },
  ],
  ["system", { message: "Hi", data: { a: 1 } }, { message: "Hi", level: "info", metadata: { a: 1 } }],
  ["update", {}, { type: "demo", data: { message: "Test message" } }],
  ["update", { message: "Hi" }, { type: "demo", data: { message: "Hi" } }],
  ["update", { data: { a: 1 } }, { type: "demo", data: { a: 1 } }],
  ["update", { data: {} }, { type: "demo", data: {} }],
  ["update", { message: "Hi", data: { a: 1 } }, { type: "demo", data: { message: "Hi", a: 1 } }],
  ["progress", { message: "Hi", data: { progress: 75 } }, { operationId: "demo", progress: 75, message: "Hi" }],
  [
    "progress",
    { message: "Hi", data: { operationId: "u", a: 1, b: [2] } },
    { operationId: "u", progress: 50, message: "Hi", metadata: { a: 1, b: [2] } },
  ],
  [
    "progress",
    { data: { metadata: { a: 1 } } },
    { operationId: "demo", progress: 50, message: "Test message", metadata: { a: 1 } },
  ],
  ["success", { message: "Hi", data: { message: "other", a: 1 } }, { message: "Hi", data: { message: "other", a: 1 } }],
  ["error", { message: "Hi", data: { error: "other" } }, { error: "Hi", context: { error: "other" } }],
])("S21.3: POST /api/sse/demo, type %s: all of %j is in the event", async (type, request, payload) => {
  await using server = await startServer();
  const { reader } = await listen(server, "", await server.signIn(ada.email));
  const answer = await server.call(await server.signIn(admin.email), "POST", demo, {
    type,
    ...request,
    ...(type === "user" && { userId: ada.id }),
  });
  expect(answer.status).toBe(200);
  expect((await reader.next()).data).toEqual(payload);
});

it.each([
  ["system", { data: { level: "fatal" } }, "data.level must be one of info, warning, error"],
  ["system", { data: { severity: "HIGH" } }, "data.severity must be one of info, warning, critical"],
  ["progress", { data: { progress: "75" } }, "data.progress must be a number"],
  ["progress", { data: { metadata: {}, a: 1 } }, "data.a is no field of the event progress; leave it out"],
  ["broadcast", { userId: ada.id }, /^userId cannot go with the type broadcast/],
  ["update", { message: "a", data: { message: "b" } }, /^message and data.message are two messages/],
  ["user", { data: [1] }, "data must be an object"],
  ["user", { data: null }, "data must be an object"],
  ["user", { userId: "" }, "userId must not be empty"],
  ["user", { mesage: "Hi" }, 'The body takes no "mesage"; it takes type, userId, message, data'],
  ["BROADCAST", {}, "type must be one of broadcast, user, system, update, progress, success, error"],
])("S21.3: POST /api/sse/demo, type %s: %j is refused in words, and nothing is sent", async (type, request, words) => {
  await using server = await startServer();
  const { reader } = await listen(server);
  const boss = await server.signIn(admin.email);
  expect(await refused(await server.call(boss, "POST", demo, { type, ...request }))).toEqual({
    status: 400,
    success: false,
    errors: [typeof words === "string" ? words : expect.stringMatching(words)],
  });
  server.backend.notify.broadcast({ event: "last", data: 1 });
  expect(await reader.next()).toMatchObject({ type: "last" });
});

it("003 maxClients: one more is 503 with Retry-After", async () => {
  await using server = await startServer({ env: { NOTIFICATIONS_MAX_CLIENTS: "2" } });
  await listen(server);
  const { reader } = await listen(server);
  const full = await server.fetch(path);
  expect(full.status).toBe(503);
  expect(full.headers.get("retry-after")).toBe("10");
  await full.body?.cancel();
  expect((await server.open(`/api/orders/stream?token=${await server.signIn(ada.email)}`)).response.status).toBe(200);
  reader.close();
});

it("003 the default is 1,000 clients, a ping every 30 s, and a stale client cut after 60 s", async () => {
  await using server = await startServer({ env: { NOTIFICATIONS_MAX_CLIENTS: "" } });
  expect(server.config.notifications.maxClients).toBe(1000);
  expect(server.config.hub.heartbeatMs).toBe(30_000);
});

it("003 too many parameters, or one twice, is 400 and says so", async () => {
  await using server = await startServer();
  const many = Array.from({ length: 17 }, (_, index) => `p${index}=x`).join("&");
  for (const query of [many, "page=a&page=b", `page=${"x".repeat(201)}`]) {
    const answer = await server.fetch(`${path}?${query}`);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ success: false });
  }
});
