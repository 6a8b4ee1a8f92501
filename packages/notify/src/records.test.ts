import {
  recordsListenKeys,
  recordsStream,
  sampleAppointment,
  samplePrescription,
  sampleRecord,
} from "@tidings/contracts/records";
import type { Hub } from "@tidings/hub";
import { createRecordingSink } from "@tidings/hub/testing";
import { beforeEach, expect, it } from "vitest";
import { createNotify, type Notify } from "./notify.ts";
import { makeHub, turn } from "./testing/listen.ts";

let hub: Hub;
let notify: Notify;

beforeEach(() => {
  hub = makeHub();
  notify = createNotify(hub);
  return () => hub.close();
});

async function listen(userId: string, { events, admin = false }: { events?: string; admin?: boolean } = {}) {
  const sink = createRecordingSink();
  const audiences = ["all" as const, { userId }, ...(admin ? ["admin" as const] : [])];
  hub.connect(sink, {
    stream: recordsStream,
    topics: recordsListenKeys(audiences, events).map((key) => recordsStream.topic(key)),
    greeting: { message: "Connected to the event stream", userId, events: null, timestamp: new Date().toISOString() },
    principal: { id: userId },
  });
  await turn();
  return async () => {
    await turn();
    return sink.events.slice(1).map(({ type, data }) => [type, JSON.parse(data)]);
  };
}

const everyones = { ...sampleRecord, visibility: "everyone" } as const;

it("004 emitRecordCreated(record): to everyone; a record that is its owner's alone goes to the owner", async () => {
  const owner = await listen(sampleRecord.userId);
  const other = await listen("grace");
  expect(notify.emitRecordCreated(everyones)).toBe(2);
  expect(notify.emitRecordCreated(sampleRecord)).toBe(1);
  expect(await other()).toEqual([["record.created", everyones]]);
  expect(await owner()).toEqual([
    ["record.created", everyones],
    ["record.created", sampleRecord],
  ]);
});

it("004 emitRecordUpdated(record, changes?)", async () => {
  const owner = await listen(sampleRecord.userId);
  expect(notify.emitRecordUpdated({ ...sampleRecord, revision: 2 }, ["title"])).toBe(1);
  expect(await owner()).toEqual([["record.updated", { ...sampleRecord, revision: 2, changes: ["title"] }]]);
});

it("004 emitNotification(notification, userId): to one user, or to everyone", async () => {
  const ada = await listen("ada");
  const grace = await listen("grace");
  expect(notify.emitNotification({ title: "Lab results", message: "Your results are in" }, "ada")).toBe(1);
  expect(notify.emitNotification({ message: "Hello" })).toBe(2);
  expect(await grace()).toEqual([["notification", { message: "Hello" }]]);
  expect(await ada()).toHaveLength(2);
});

it("004 emitSystemAlert(message, severity?, data?): to everyone, as the brief's two examples", async () => {
  const ada = await listen("ada");
  expect(notify.emitSystemAlert("Database backup complete", "info", { duration: "5 min" })).toBe(1);
  notify.emitSystemAlert("Error occurred", "error", { error: "disk full" });
  notify.emitSystemAlert("Hello");
  const timestamp = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
  expect(await ada()).toEqual([
    ["system.alert", { message: "Database backup complete", severity: "info", data: { duration: "5 min" }, timestamp }],
    ["system.alert", { message: "Error occurred", severity: "error", data: { error: "disk full" }, timestamp }],
    ["system.alert", { message: "Hello", severity: "info", timestamp }],
  ]);
});

it("004 prescription.statusChanged and appointment.reminder go to whose they are", async () => {
  const ada = await listen(sampleRecord.userId);
  const grace = await listen("grace");
  expect(notify.emitPrescriptionStatusChanged(samplePrescription, "approved")).toBe(1);
  expect(notify.emitAppointmentReminder(sampleAppointment)).toBe(1);
  expect(await grace()).toEqual([]);
  expect(await ada()).toMatchObject([
    ["prescription.statusChanged", { status: "ready", previousStatus: "approved" }],
    ["appointment.reminder", { appointmentId: sampleAppointment.id, startsAt: sampleAppointment.startsAt }],
  ]);
});

it("004 custom events: any name, filtered or not, each once; admin.* to admins alone", async () => {
  const all = await listen("ada");
  const filtered = await listen("ada", { events: "backup.finished" });
  const elsewhere = await listen("ada", { events: "notification" });
  const admin = await listen("root", { admin: true });
  expect(notify.emitCustomEvent("backup.finished", { minutes: 5 }, "ada")).toBe(2);
  expect(notify.emitCustomEvent("admin.audit", { who: "ada" })).toBe(1);
  expect(notify.emitCustomEvent("admin.audit", { who: "ada" }, "ada")).toBe(1);
  const backup = ["backup.finished", { minutes: 5 }];
  expect([await all(), await filtered(), await elsewhere()]).toEqual([[backup], [backup], []]);
  expect(await admin()).toHaveLength(2);
});

it.each(["record.creatd", "connected", "ending", "notification", "a b", ""])("004 %j is no custom event", (name) => {
  expect(() => notify.emitCustomEvent(name, {})).toThrow(expect.objectContaining({ code: "unknown_event" }));
});
