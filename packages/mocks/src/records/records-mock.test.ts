import { MAX_LIST } from "@tidings/contracts";
import { sampleUsers, type User } from "@tidings/contracts/auth";
import { sampleAppointment, samplePrescription, sampleRecord } from "@tidings/contracts/records";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { createMockServer } from "../server/mock-server.ts";
import { interceptRequests, origin } from "../testing/msw.ts";
import { openStream } from "../testing/open-stream.ts";
import { createRecordsMock, type RecordsMock } from "./records-mock.ts";

const use = interceptRequests();
const { ada, grace, admin } = sampleUsers;
const users: Readonly<Record<string, User>> = { ada, grace, admin };
let clock: ManualClock;
let world: RecordsMock;

beforeEach(() => {
  clock = createManualClock();
  world = createRecordsMock({ server: createMockServer({ clock, identify: (token) => users[token ?? ""] }) });
  use(world.handlers);
});

afterEach(() => {
  world.server.close();
  expect(clock.pending, "timers left after stop").toBe(0);
});

async function call(token: string, method: string, path: string, body?: unknown) {
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

async function listen(token: string, events?: string) {
  const stream = await openStream(
    `${origin}/events/stream?token=${token}${events === undefined ? "" : `&events=${events}`}`,
  );
  return { stream, greeting: await stream.next() };
}

test("004 records: one's own and everyone's with the position to stream from (D5.2); changed by owner and admins", async () => {
  const { body } = await call("ada", "GET", "/api/records");
  expect(body.position).toBe(world.server.head());
  expect(body.data.map(({ title }: { title: string }) => title)).toEqual([
    "Blood test",
    "Allergies",
    "Opening hours in March",
  ]);
  const change = { title: "Blood test, again" };
  expect((await call("grace", "PATCH", `/api/records/${sampleRecord.id}`, change)).status).toBe(404);
  for (const who of ["ada", "admin"]) {
    expect((await call(who, "PATCH", `/api/records/${sampleRecord.id}`, change)).status).toBe(200);
  }
  expect(await call("ada", "POST", "/api/records", { title: " " })).toMatchObject({
    status: 400,
    body: { errors: ["title is required"] },
  });
});

test("004 a record is told to its owner alone, unless it is everyone's", async () => {
  const [own, other] = [await listen("ada"), await listen("grace")];
  expect(own.greeting).toMatchObject({ type: "connected", data: { userId: ada.id, events: null } });
  const { body } = await call("ada", "POST", "/api/records", { title: "Allergies" });
  expect(await own.stream.next()).toMatchObject({ type: "record.created", data: body.data });
  await call("ada", "PATCH", `/api/records/${body.data.id}`, { visibility: "everyone" });
  const update = { type: "record.updated", data: { id: body.data.id, changes: ["visibility"], revision: 2 } };
  expect(await own.stream.next()).toMatchObject(update);
  expect(await other.stream.next()).toMatchObject(update);
});

test("004 an admin prescribes and moves it on; its user hears it, and nobody else may", async () => {
  const { stream } = await listen("grace", "prescription.statusChanged");
  const prescribe = { userId: grace.id, medication: "Ibuprofen 400 mg" };
  const { status, body } = await call("admin", "POST", "/api/prescriptions", prescribe);
  expect([status, body.data.status]).toEqual([201, "pending"]);
  await call("admin", "PATCH", `/api/prescriptions/${body.data.id}/status`, { status: "approved" });
  expect(await stream.next()).toMatchObject({ data: { status: "pending", previousStatus: null } });
  expect(await stream.next()).toMatchObject({ data: { status: "approved", previousStatus: "pending", revision: 2 } });
  expect((await call("grace", "POST", "/api/prescriptions", prescribe)).status).toBe(403);
  expect((await call("grace", "GET", "/api/prescriptions?scope=all")).status).toBe(403);
  expect((await call("admin", "GET", "/api/prescriptions?scope=all")).body.data).toHaveLength(4);
  expect((await call("ada", "GET", "/api/prescriptions")).body.data[0].id).toBe(samplePrescription.id);
  expect((await call("admin", "POST", "/api/prescriptions", { ...prescribe, userId: "nobody" })).status).toBe(404);
});

test("004 an appointment is reminded of when its time comes, once, and anew for another time", async () => {
  const { stream } = await listen("ada", "appointment.reminder");
  clock.advance(30_000);
  expect(await stream.next()).toMatchObject({ data: { appointmentId: sampleAppointment.id, remindMinutes: 60 } });
  const list = async () => (await call("ada", "GET", "/api/appointments")).body.data[0];
  expect(await list()).toMatchObject({ id: sampleAppointment.id, remindedAt: expect.any(String) });
  const startsAt = new Date(clock.now() + 65 * 60_000).toISOString();
  const moved = await call("ada", "PATCH", `/api/appointments/${sampleAppointment.id}`, { startsAt });
  expect(moved.body.data).toMatchObject({ startsAt, remindedAt: null });
  clock.advance(5 * 60_000);
  expect(await stream.next()).toMatchObject({ data: { startsAt } });
  await call("ada", "PATCH", `/api/appointments/${sampleAppointment.id}`, { startsAt, cancelled: true });
  expect((await call("grace", "PATCH", `/api/appointments/${sampleAppointment.id}`, {})).status).toBe(404);
});

test("004 events= hears those alone; unknown names are 400 and the admins' 403, in words", async () => {
  const { stream, greeting } = await listen("ada", "notification,backup.finished");
  expect(greeting?.data.events).toEqual(["notification", "backup.finished"]);
  await call("ada", "POST", "/api/records", { title: "Unheard" });
  expect(
    (await call("admin", "POST", "/events/test", { type: "backup.finished", data: { ok: true } })).body.data,
  ).toEqual({
    type: "backup.finished",
    clients: 1,
  });
  expect(await stream.next()).toMatchObject({ type: "backup.finished", data: { ok: true } });
  expect((await call("ada", "GET", "/events/stream?events=record.lost")).status).toBe(400);
  expect(await call("ada", "GET", "/events/stream?events=admin.audit")).toMatchObject({
    status: 403,
    body: { errors: [expect.any(String), "Only admins may hear admin.audit"] },
  });
});

test("004 an admin who names no events hears the admins', and nobody else does", async () => {
  const [user, boss] = [await listen("ada"), await listen("admin")];
  const audit = { type: "admin.audit", data: { who: "ada" } };
  expect((await call("admin", "POST", "/events/test", audit)).body.data).toEqual({ type: "admin.audit", clients: 1 });
  expect(await boss.stream.next()).toMatchObject(audit);
  await call("admin", "POST", "/events/test", { userId: ada.id });
  expect(await user.stream.next()).toMatchObject({ type: "notification" });
});

test("004 statistics and test events are the admins'", async () => {
  await listen("ada");
  await listen("ada");
  clock.advance(1000);
  expect((await call("admin", "GET", "/events/stats")).body.data).toEqual({
    totalConnections: 2,
    maxConnections: 1000,
    connectionsByUser: { [ada.id]: 2 },
    averageConnectionDuration: 1000,
    totalEventsSent: 0,
    lastEventTime: null,
    heartbeatInterval: 30_000,
    inactivityTimeout: 60_000,
  });
  expect((await call("ada", "GET", "/events/stats")).status).toBe(403);
  expect((await call("ada", "POST", "/events/test", {})).status).toBe(403);
  expect((await call("admin", "POST", "/events/test", { type: "system.alert", data: {} })).status).toBe(400);
  const toGrace = await call("admin", "POST", "/events/test", { userId: grace.id });
  expect(toGrace.body.data).toEqual({ type: "notification", clients: 0 });
});

test("S17.3: lists end at 500 rows, as the real server's: the newest ones, and the last appointments", async () => {
  for (let index = 0; index < MAX_LIST + 5; index += 1) {
    clock.advance(1000);
    world.store.createRecord(ada.id, { title: `Record ${index}` });
    world.store.prescribe({ userId: ada.id, medication: `Medicine ${index}` });
    const startsAt = new Date(Date.UTC(2126, 0, 1) + index * 1000).toISOString();
    world.store.createAppointment(ada.id, { title: `Appointment ${index}`, startsAt });
  }
  const names = async (path: string) => {
    const { data } = (await call("ada", "GET", path)).body;
    return data.map((row: { title?: string; medication?: string }) => row.title ?? row.medication);
  };
  const [records, prescriptions, appointments] = await Promise.all(
    ["/api/records", "/api/prescriptions", "/api/appointments"].map(names),
  );
  expect([records.length, prescriptions.length, appointments.length]).toEqual([MAX_LIST, MAX_LIST, MAX_LIST]);
  expect([records[0], prescriptions[0]]).toEqual(["Record 504", "Medicine 504"]);
  expect(appointments.at(-1)).toBe("Appointment 504");
});
