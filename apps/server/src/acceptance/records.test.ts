import { sampleUsers } from "@tidings/contracts/auth";
import { expect, it } from "vitest";
import { listenToRecords } from "../testing/listen-to-records.ts";
import { startServer, temporaryDirectory } from "../testing/start-server.ts";
import { writeFromOutside } from "../testing/write-from-outside.ts";

// What brief 004 says of records, prescriptions and appointments; its functions are proved in packages/notify.

const { ada, grace, admin } = sampleUsers;
const path = "/events/stream";
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const body = async (response: Response) =>
  (await response.json()) as { data: { id: string } & Record<string, unknown> };

it("004 creating and updating a record emits, to its owner alone unless it is everyone's", async () => {
  await using server = await startServer();
  const owner = await listenToRecords(server, ada.email);
  const other = await listenToRecords(server, grace.email);
  const own = await server.call(owner.token, "POST", "/api/records", { title: "Blood test", details: "In range" });
  expect(own.status).toBe(201);
  const { data } = await body(own);
  expect(await owner.reader.next()).toMatchObject({ type: "record.created", data });
  expect(data).toMatchObject({ userId: ada.id, title: "Blood test", visibility: "owner", revision: 1 });

  const changed = await server.call(owner.token, "PATCH", `/api/records/${data.id}`, { visibility: "everyone" });
  expect(changed.status).toBe(200);
  for (const { reader } of [owner, other]) {
    expect(await reader.next()).toMatchObject({
      type: "record.updated",
      data: { id: data.id, visibility: "everyone", revision: 2, changes: ["visibility"] },
    });
  }
});

it("004 a record changed by another program in the database file emits too", async () => {
  await using server = await startServer();
  const { reader } = await listenToRecords(server, ada.email);
  await writeFromOutside(
    server.config.dataDir,
    `INSERT INTO records (id, user_id, title) VALUES ('r1', '${ada.id}', 'X-ray')`,
    "UPDATE records SET title = 'X-ray, left hand' WHERE id = 'r1'",
    "UPDATE records SET title = title WHERE id = 'r1'",
    `INSERT INTO prescriptions (id, user_id, medication) VALUES ('p1', '${ada.id}', 'Amoxicillin')`,
    "UPDATE prescriptions SET status = 'ready' WHERE id = 'p1'",
  );
  const events = [await reader.next(), await reader.next(), await reader.next(), await reader.next()];
  expect(events).toMatchObject([
    { type: "record.created", data: { title: "X-ray", revision: 1 } },
    { type: "record.updated", data: { title: "X-ray, left hand", revision: 2, changes: ["title"] } },
    { type: "prescription.statusChanged", data: { status: "pending", previousStatus: null } },
    { type: "prescription.statusChanged", data: { status: "ready", previousStatus: "pending", revision: 2 } },
  ]);
});

it("004 a record is its owner's and the admins' to change; to others it does not exist", async () => {
  await using server = await startServer();
  const [owner, stranger, boss] = await Promise.all([ada, grace, admin].map(({ email }) => server.signIn(email)));
  const { data } = await body(await server.call(owner ?? "", "POST", "/api/records", { title: "Blood test" }));
  const rename = (token = "") => server.call(token, "PATCH", `/api/records/${data.id}`, { title: "Renamed" });
  expect((await rename()).status).toBe(401);
  expect(await (await rename(stranger)).json()).toEqual({ success: false, errors: ["Record not found"] });
  expect((await rename(boss)).status).toBe(200);
  expect((await rename(owner)).status).toBe(200);
  const sees = async (token = "") => {
    const rows = (await (await server.call(token, "GET", "/api/records")).json()) as { data: { id: string }[] };
    return rows.data.some(({ id }) => id === data.id);
  };
  expect([await sees(owner), await sees(stranger)]).toEqual([true, false]);
  expect(await (await server.call(owner ?? "", "POST", "/api/records", { title: " " })).json()).toEqual({
    success: false,
    errors: ["title is required"],
  });
});

it("004 prescription.statusChanged: an admin prescribes and moves it on, its user hears it", async () => {
  await using server = await startServer();
  const user = await listenToRecords(server, ada.email, "prescription.statusChanged");
  const boss = await server.signIn(admin.email);
  const prescribe = { userId: ada.id, medication: "Amoxicillin 500 mg", dosage: "Three times a day" };
  const { data } = await body(await server.call(boss, "POST", "/api/prescriptions", prescribe));
  const move = (token: string, id = data.id) =>
    server.call(token, "PATCH", `/api/prescriptions/${id}/status`, { status: "approved" });
  expect((await move(boss)).status).toBe(200);
  expect([await user.reader.next(), await user.reader.next()].map((event) => event.data)).toEqual([
    expect.objectContaining({ prescriptionId: data.id, status: "pending", previousStatus: null, revision: 1 }),
    expect.objectContaining({ prescriptionId: data.id, status: "approved", previousStatus: "pending", revision: 2 }),
  ]);
  expect((await move(user.token)).status).toBe(403);
  expect((await move(boss, "nothing")).status).toBe(404);
  expect((await server.call(user.token, "POST", "/api/prescriptions", prescribe)).status).toBe(403);
  expect((await server.call(boss, "POST", "/api/prescriptions", { ...prescribe, userId: "nobody" })).status).toBe(404);
  const list = async (token: string, query = "") => {
    const answer = await server.call(token, "GET", `/api/prescriptions${query}`);
    return { status: answer.status, data: ((await answer.json()) as { data?: unknown[] }).data };
  };
  expect((await list(user.token)).data?.[0]).toMatchObject({ id: data.id, status: "approved" });
  expect((await list(boss)).data).toEqual([]);
  expect((await list(boss, "?scope=all")).data?.[0]).toMatchObject({ id: data.id, userId: ada.id });
  expect((await list(user.token, "?scope=all")).status).toBe(403);
});

it("004 appointment.reminder: sent once, when its time has come, and anew for another time", async () => {
  await using server = await startServer();
  const { token, reader } = await listenToRecords(server, ada.email, "appointment.reminder");
  const make = (more: object) => server.call(token, "POST", "/api/appointments", { title: "Check-up", ...more });
  const { data } = await body(await make({ startsAt: inMinutes(30), location: "Room 12" }));
  expect(await reader.next()).toMatchObject({
    type: "appointment.reminder",
    data: { appointmentId: data.id, userId: ada.id, title: "Check-up", location: "Room 12", remindMinutes: 60 },
  });
  const move = (change: object) => server.call(token, "PATCH", `/api/appointments/${data.id}`, change);
  const startsAt = inMinutes(40);
  await move({ startsAt });
  expect((await reader.next()).data).toMatchObject({ startsAt });
  await make({ startsAt: inMinutes(-5) });
  await make({ startsAt: inMinutes(300) });
  await move({ cancelled: true });
  await move({ startsAt: inMinutes(50) });
  const { data: soon } = await body(await make({ startsAt: inMinutes(10.01), remindMinutes: 10 }));
  expect((await reader.next()).data).toMatchObject({ appointmentId: soon.id });
  // Whatever came twice would be next.
  const { data: last } = await body(await make({ startsAt: inMinutes(20) }));
  expect((await reader.next()).data).toMatchObject({ appointmentId: last.id });
  expect(
    (await server.call(await server.signIn(grace.email), "PATCH", `/api/appointments/${data.id}`, {})).status,
  ).toBe(404);
});

it("004 a reminder that came due while nobody ran is sent after the start, once, however often it starts", async () => {
  using directory = temporaryDirectory();
  let lastEventId: string;
  {
    await using server = await startServer({ dataDir: directory.path });
    lastEventId = (await listenToRecords(server, ada.email)).greeting.id;
  }
  await writeFromOutside(
    directory.path,
    `INSERT INTO appointments (id, user_id, title, starts_at) VALUES ('a1', '${ada.id}', 'Check-up', '${inMinutes(30)}')`,
  );
  for (const _start of [1, 2]) {
    await using server = await startServer({ dataDir: directory.path });
    const reader = await server.open(`${path}?token=${await server.signIn(ada.email)}&lastEventId=${lastEventId}`);
    expect((await reader.next()).data.resume).toBe("complete");
    expect(await reader.next()).toMatchObject({ type: "appointment.reminder", data: { appointmentId: "a1" } });
    server.backend.notify.emitSystemAlert("Whatever came twice would be before this", "info");
    expect((await reader.next()).type).toBe("system.alert");
  }
});

it("D17.3: a date that does not exist is refused in words, for a new appointment, a moved one and a reminder", async () => {
  await using server = await startServer();
  const token = await server.signIn(ada.email);
  const made = await server.call(token, "POST", "/api/appointments", { title: "Tea", startsAt: "2028-02-29T09:00Z" });
  expect(made.status).toBe(201);
  const { data } = (await made.json()) as { data: { id: string; startsAt: string } };
  expect(data.startsAt).toBe("2028-02-29T09:00:00.000Z");
  const admins = await server.signIn(admin.email);
  const words = "startsAt must be a date that exists and a time with its zone, as 2026-02-26T09:00:00.000Z";
  for (const startsAt of [
    "2026-02-30T09:00:00.000Z",
    "2027-02-29T24:00:00Z",
    "+275761-01-01T00:00:00Z",
    "2026-02-26",
  ]) {
    const created = await server.call(token, "POST", "/api/appointments", { title: "Tea", startsAt });
    const moved = await server.call(token, "PATCH", `/api/appointments/${data.id}`, { startsAt });
    for (const refused of [created, moved]) {
      expect(refused.status).toBe(400);
      expect(await refused.json()).toEqual({ success: false, errors: [words] });
    }
    const reminder = { appointmentId: "a", userId: ada.id, title: "Tea", location: "", startsAt, remindMinutes: 5 };
    const sent = await server.call(admins, "POST", "/events/test", { type: "appointment.reminder", data: reminder });
    expect(sent.status).toBe(400);
    expect(((await sent.json()) as { errors: string[] }).errors.join()).toContain(words);
  }
  const moved = await server.call(token, "PATCH", `/api/appointments/${data.id}`, {
    startsAt: "2028-03-01T01:30:00+02:00",
  });
  expect(await moved.json()).toMatchObject({ data: { startsAt: "2028-02-29T23:30:00.000Z" } });
  const listed = await server.call(token, "GET", "/api/appointments");
  expect(JSON.stringify(await listed.json())).not.toContain("2026-03-02");
});
