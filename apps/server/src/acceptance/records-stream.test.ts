import { sampleUsers } from "@tidings/contracts/auth";
import { recordEventNames } from "@tidings/contracts/records";
import { expect, it } from "vitest";
import { listenToRecords } from "../testing/listen-to-records.ts";
import { startServer } from "../testing/start-server.ts";

// What brief 004 says of the stream: its greeting, filter, statistics and test events.

const { ada, grace, admin } = sampleUsers;
const path = "/events/stream";

it("004 GET /events/stream?token=<jwt>: greets, and needs a good token", async () => {
  await using server = await startServer();
  const { reader, greeting } = await listenToRecords(server, ada.email);
  expect(reader.response.headers.get("content-type")).toBe("text/event-stream");
  expect(reader.response.headers.get("connection")).toBe("keep-alive");
  expect(greeting).toMatchObject({
    type: "connected",
    data: { message: "Connected to the event stream", userId: ada.id, events: null, heartbeatMs: 30_000 },
  });
  for (const query of ["", "?token=wrong"]) {
    const refused = await server.fetch(`${path}${query}`);
    expect(refused.status).toBe(401);
    expect(await refused.json()).toEqual({ success: false, errors: ["Not authorized, token failed"] });
  }
});

it("004 a heartbeat comment every 30 s unless configured otherwise", async () => {
  await using server = await startServer({ env: { HEARTBEAT_MS: "20" } });
  const { reader } = await listenToRecords(server, ada.email);
  expect(await reader.nextComment()).toBe("heartbeat");
});

it("004 events=a,b: only those arrive, custom ones by name", async () => {
  await using server = await startServer();
  const { reader, greeting } = await listenToRecords(server, ada.email, "notification,system.alert,backup.finished");
  expect(greeting.data.events).toEqual(["notification", "system.alert", "backup.finished"]);
  const { notify } = server.backend;
  notify.emitCustomEvent("other.thing", 1);
  notify.emitCustomEvent("backup.finished", { minutes: 5 });
  await server.call(await server.signIn(ada.email), "POST", "/api/records", { title: "Blood test" });
  notify.emitSystemAlert("Database backup complete", "info", { duration: "5 min" });
  notify.emitNotification({ title: "Lab results" }, ada.id);
  const types = [await reader.next(), await reader.next(), await reader.next()].map(({ type }) => type);
  expect(types).toEqual(["backup.finished", "system.alert", "notification"]);
});

it("004 events= naming what there is not is 400, what one may not hear is 403, in words", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  const ask = async (events: string, who = token) => {
    const answer = await server.fetch(`${path}?token=${who}&events=${encodeURIComponent(events)}`, { method: "HEAD" });
    const full = answer.ok
      ? undefined
      : await server.fetch(`${path}?token=${who}&events=${encodeURIComponent(events)}`);
    return {
      status: answer.status,
      errors: ((await full?.json()) as { errors?: string[] } | undefined)?.errors?.join(),
    };
  };
  expect(await ask("notification,record.creatd")).toEqual({
    status: 400,
    errors: `There is no event "record.creatd"; there are ${recordEventNames.join(", ")}, and custom ones`,
  });
  for (const events of ["connected", "batch", "x\ny", "*"]) expect((await ask(events)).status).toBe(400);
  expect(await ask("admin.audit")).toEqual({
    status: 403,
    errors: "Not authorized for this resource,Only admins may hear admin.audit",
  });
  expect((await ask("admin.audit", await server.signIn(admin.email))).status).toBe(200);
});

it.each([
  ["RECORD.created", '"RECORD.created"', "record.created"],
  ["Notification", '"Notification"', "notification"],
  ["notifications", '"notifications"', "notification"],
  ["record_created,recordUpdated", '"record_created", "recordUpdated"', "record.created, record.updated"],
  ["prescription.statuschanged", '"prescription.statuschanged"', "prescription.statusChanged"],
])("S21.1: events=%s would stay silent for ever, and is refused with what was meant", async (events, quoted, meant) => {
  await using server = await startServer();
  const answer = await server.fetch(`${path}?token=${await server.signIn(ada.email)}&events=${events}`);
  // A stream has no end to wait for.
  expect(answer.status).toBe(400);
  const errors = [`There is no event ${quoted}; did you mean ${meant}?`];
  expect(await answer.json()).toEqual({ success: false, errors });
});

it.each(["", ",", "%20", "%20,,%20"])("S21.1: events=%s names nothing, and filters nothing", async (events) => {
  await using server = await startServer();
  const { reader, greeting } = await listenToRecords(server, ada.email, events);
  expect(greeting.data.events).toBeNull();
  server.backend.notify.emitCustomEvent("other.thing", 1);
  expect(await reader.next()).toMatchObject({ type: "other.thing" });
});

it("S21.1: events= takes spaces, a comma too many and a name twice as they are meant", async () => {
  await using server = await startServer();
  const { reader, greeting } = await listenToRecords(
    server,
    ada.email,
    "%20notification%20,notification,,backup.finished,",
  );
  expect(greeting.data.events).toEqual(["notification", "backup.finished"]);
  server.backend.notify.emitSystemAlert("Not asked for");
  server.backend.notify.emitCustomEvent("backup.finished", 1);
  expect(await reader.next()).toMatchObject({ type: "backup.finished" });
});

it("S4: an admins' event is the admins' alone, however its name is written", async () => {
  await using server = await startServer();
  const { token, reader } = await listenToRecords(server, ada.email);
  const boss = await listenToRecords(server, admin.email);
  expect((await server.fetch(`${path}?token=${token}&events=Admin.audit`)).status).toBe(403);
  expect(server.backend.notify.emitCustomEvent("Admin.audit", 1)).toBe(1);
  server.backend.notify.emitCustomEvent("for.everyone", 1);
  expect(await boss.reader.next()).toMatchObject({ type: "Admin.audit" });
  expect(await reader.next()).toMatchObject({ type: "for.everyone" });
});

it("S21.3: POST /events/test adds what the functions add, and refuses what the event cannot hold", async () => {
  await using server = await startServer();
  const { reader } = await listenToRecords(server, ada.email);
  const boss = await server.signIn(admin.email);
  const send = async (body: object) => {
    const answer = await server.call(boss, "POST", "/events/test", body);
    return answer.ok ? undefined : ((await answer.json()) as { errors: string[] }).errors;
  };
  const before = new Date().toISOString();
  expect(await send({ type: "system.alert", data: { message: "Backup complete" } })).toBeUndefined();
  const { data } = await reader.next();
  expect(data).toEqual({ message: "Backup complete", severity: "info", timestamp: expect.any(String) });
  expect(String(data.timestamp) >= before).toBe(true);
  const own = { message: "Late", severity: "error", data: { a: [1] }, timestamp: "2026-02-26T05:00:00.000Z" };
  expect(await send({ type: "system.alert", data: own })).toBeUndefined();
  expect((await reader.next()).data).toEqual(own);

  expect(await send({ type: "system.alert", data: { message: "x", colour: "red" } })).toEqual([
    "data.colour is no field of the event system.alert; leave it out",
  ]);
  expect(await send({ type: "system.alert", data: { message: "x", severity: "FATAL" } })).toEqual([
    "data.severity must be one of info, warning, error, critical",
  ]);
  expect(await send({ type: "system.alert", data: "x" })).toEqual(["data must be an object"]);
  expect(await send({ type: "system.alert", data: null })).toEqual(["data must be an object"]);
  expect(await send({ type: "admin.audit", userId: ada.id })).toEqual([
    "userId cannot go with admin.audit, which all admins hear and nobody else; leave it out",
  ]);
  expect(await send({ type: "RECORD.created" })).toEqual([
    expect.stringMatching(/^type must be an event of the stream/),
  ]);
  expect(await send({ typ: "system.alert" })).toEqual(['The body takes no "typ"; it takes type, userId, data']);
});

it("004 GET /events/stats: for admins; the numbers of the moment", async () => {
  await using server = await startServer({ env: { RECORDS_MAX_CONNECTIONS: "" } });
  const { token, reader } = await listenToRecords(server, ada.email);
  server.backend.notify.emitNotification({ title: "Lab results" }, ada.id);
  await reader.next();
  expect((await server.fetch("/events/stats")).status).toBe(401);
  expect((await server.call(token, "GET", "/events/stats")).status).toBe(403);
  const answer = await server.call(await server.signIn(admin.email), "GET", "/events/stats");
  expect(await answer.json()).toEqual({
    success: true,
    data: {
      totalConnections: 1,
      maxConnections: 1000,
      connectionsByUser: { [ada.id]: 1 },
      averageConnectionDuration: expect.any(Number),
      totalEventsSent: 1,
      lastEventTime: expect.any(Number),
      heartbeatInterval: 30_000,
      inactivityTimeout: 60_000,
    },
  });
});

it.each([...recordEventNames, "backup.finished"])("004 POST /events/test: an admin sends %s", async (type) => {
  await using server = await startServer();
  const { token, reader } = await listenToRecords(server, ada.email);
  const other = await listenToRecords(server, grace.email);
  const boss = await server.signIn(admin.email);
  const send = (who: string, request: object) => server.call(who, "POST", "/events/test", request);
  expect(await (await send(boss, { type, userId: ada.id })).json()).toEqual({
    success: true,
    data: { type, clients: 1 },
    message: "Test event sent",
  });
  expect((await reader.next()).type).toBe(type);
  await send(boss, {});
  expect((await other.reader.next()).type).toBe("notification");
  expect((await send(token, { type })).status).toBe(403);
  expect((await server.fetch("/events/test", { method: "POST" })).status).toBe(401);
  expect((await send(boss, { type: "record.creatd" })).status).toBe(400);
  expect((await send(boss, { type: "system.alert", data: { severity: "fatal" } })).status).toBe(400);
});

it("004 maxConnections: one more is 503 with Retry-After", async () => {
  await using server = await startServer({ env: { RECORDS_MAX_CONNECTIONS: "1" } });
  const { token } = await listenToRecords(server, ada.email);
  const full = await server.fetch(`${path}?token=${token}`);
  expect(full.status).toBe(503);
  expect(full.headers.get("retry-after")).toBe("10");
});

it("004 graceful shutdown: open streams are told that they end", async () => {
  const server = await startServer();
  const { reader } = await listenToRecords(server, ada.email);
  await server.backend.close();
  expect(await reader.next()).toMatchObject({ type: "ending", data: { reason: "drained" } });
  await server[Symbol.asyncDispose]();
});

it("004 reconnecting: what was missed is resumed by the last id, of the events asked for", async () => {
  await using server = await startServer();
  const { token, reader, greeting } = await listenToRecords(server, ada.email);
  reader.close();
  server.backend.notify.emitNotification({ title: "One" }, ada.id);
  server.backend.notify.emitSystemAlert("Two");
  await server.backend.hub.head();
  const again = await server.open(`${path}?token=${token}&events=system.alert&lastEventId=${greeting.id}`);
  expect((await again.next()).data.resume).toBe("complete");
  expect((await again.next()).data.message).toBe("Two");
});

it("004 S5.2, S6.1: /events is guarded like /api", async () => {
  await using server = await startServer();
  const token = await server.signIn(admin.email);
  const foreign = await server.fetch("/events/test", {
    method: "POST",
    headers: { Cookie: `jwt=${token}`, Origin: "https://evil.example", "Content-Type": "application/json" },
    body: "{}",
  });
  expect(foreign.status).toBe(403);
  const allowed = await server.fetch("/events/stats", {
    headers: { Authorization: `Bearer ${token}`, Origin: "http://localhost:5173" },
  });
  expect(allowed.headers.get("access-control-allow-origin")).toBe("http://localhost:5173");
  expect(allowed.headers.get("cache-control")).toBe("no-store");
  expect((await server.fetch("/events/nothing")).status).toBe(404);
});
