import { expect, test } from "vitest";
import { sampleUsers } from "../auth/user.ts";
import { sampleAppointment } from "./appointment.ts";
import { appointmentReminder, changeableOwner, prescriptionEvent, recordEvent, testEventAudience } from "./policy.ts";
import { samplePrescription } from "./prescription.ts";
import { sampleRecord } from "./record.ts";

const { ada, admin } = sampleUsers;

test("users change their own rows, admins everyone's", () => {
  expect([changeableOwner(ada), changeableOwner(admin)]).toEqual([ada.id, undefined]);
});

test("a test event of the family admin. is for admins, whoever it names", () => {
  expect(testEventAudience("ADMIN.audit", ada.id)).toBe("admin");
  expect(testEventAudience("system.alert", undefined)).toBe("all");
  expect(testEventAudience("administration.notice", ada.id)).toEqual({ userId: ada.id });
});

test("a record tells everyone or its owner that it was made, and which fields changed", () => {
  const own = { ...sampleRecord, visibility: "owner" } as const;
  expect(recordEvent(own, undefined)).toEqual({
    audience: { userId: own.userId },
    event: { event: "record.created", data: own },
  });
  expect(recordEvent({ ...own, visibility: "everyone", title: "New" }, own)).toEqual({
    audience: "all",
    event: {
      event: "record.updated",
      data: { ...own, visibility: "everyone", title: "New", changes: ["title", "visibility"] },
    },
  });
});

test("a record that changed names each field that is not as it was, and none that is", () => {
  const other = sampleRecord.visibility === "owner" ? "everyone" : "owner";
  const nothing = { title: undefined, details: undefined, visibility: undefined };
  for (const [before, changes] of [
    [{}, []],
    [{ title: "Old" }, ["title"]],
    [{ details: "Old" }, ["details"]],
    [{ visibility: other }, ["visibility"]],
    [nothing, ["title", "details", "visibility"]],
  ] as const) {
    const { event } = recordEvent(sampleRecord, { ...sampleRecord, ...before });
    expect(event).toEqual({ event: "record.updated", data: { ...sampleRecord, changes } });
  }
});

test("a prescription tells its status when it has another one than before", () => {
  const { id, userId, medication, status, revision } = samplePrescription;
  const data = { prescriptionId: id, userId, medication, status, previousStatus: null, revision };
  expect(prescriptionEvent(samplePrescription, null)).toEqual({
    audience: { userId },
    event: { event: "prescription.statusChanged", data },
  });
  expect(prescriptionEvent(samplePrescription, status)).toBeUndefined();
});

test("a reminder is for whose appointment it is, and carries nothing that was not named", () => {
  const { id, userId, title, location, startsAt, remindMinutes } = sampleAppointment;
  expect(appointmentReminder(sampleAppointment)).toEqual({
    audience: { userId },
    event: {
      event: "appointment.reminder",
      data: { appointmentId: id, userId, title, location, startsAt, remindMinutes },
    },
  });
});
