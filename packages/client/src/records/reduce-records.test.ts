import { sampleAppointment, samplePrescription, sampleRecord } from "@tidings/contracts/records";
import { expect, it } from "vitest";
import {
  applyPrescriptionStatus,
  applyReminder,
  mergeAppointment,
  mergeRecord,
  type RecordsState,
} from "./reduce-records.ts";

const state: RecordsState = {
  records: [sampleRecord],
  prescriptions: [samplePrescription],
  appointments: [sampleAppointment],
};
const change = {
  prescriptionId: samplePrescription.id,
  userId: samplePrescription.userId,
  medication: samplePrescription.medication,
  status: "collected",
  previousStatus: "ready",
  revision: 3,
} as const;
const reminder = { appointmentId: sampleAppointment.id, ...sampleAppointment };

it("a record changes in its place, and a new one is the first", () => {
  const changed = { ...sampleRecord, title: "Blood test, again", revision: 2 };
  expect(mergeRecord(state, changed)).toEqual({ ...state, records: [changed] });
  const other = { ...sampleRecord, id: "other" };
  expect(mergeRecord(state, other).records).toEqual([other, sampleRecord]);
});

it("D6.2: old news changes nothing", () => {
  expect(mergeRecord(state, sampleRecord)).toBe(state);
  expect(applyPrescriptionStatus(state, { ...change, revision: 2 })).toBe(state);
  expect(applyReminder(state, { ...reminder, startsAt: "2026-02-25T09:00:00.000Z" })).toBe(state);
});

it("a prescription gets its status; one that is not there is undefined", () => {
  expect(applyPrescriptionStatus(state, change)?.prescriptions).toEqual([
    { ...samplePrescription, status: "collected", revision: 3 },
  ]);
  expect(applyPrescriptionStatus(state, { ...change, prescriptionId: "other" })).toBeUndefined();
});

it("an appointment is marked as reminded of, once; one that is not there is undefined", () => {
  const reminded = applyReminder(state, reminder);
  expect(reminded?.appointments).toEqual([{ ...sampleAppointment, remindedAt: "2026-02-26T08:00:00.000Z" }]);
  expect(reminded && applyReminder(reminded, reminder)).toBe(reminded);
  expect(applyReminder(state, { ...reminder, appointmentId: "other" })).toBeUndefined();
});

it("appointments stand in the order of their times", () => {
  const earlier = { ...sampleAppointment, id: "earlier", startsAt: "2026-02-25T09:00:00.000Z" };
  const both = mergeAppointment(state, earlier);
  expect(both.appointments.map(({ id }) => id)).toEqual(["earlier", sampleAppointment.id]);
  const moved = mergeAppointment(both, { ...earlier, startsAt: "2026-02-27T09:00:00.000Z" });
  expect(moved.appointments.map(({ id }) => id)).toEqual([sampleAppointment.id, "earlier"]);
});

it.each(["", "never", "+275761-01-01T00:00:00.000Z", "-271821-04-20T00:00:00.000Z"])(
  "C26.4: a reminder of an appointment at %j marks it all the same",
  (startsAt) => {
    const strange = { ...state, appointments: [{ ...sampleAppointment, startsAt }] };
    const [reminded] = applyReminder(strange, { ...reminder, startsAt })?.appointments ?? [];
    expect(reminded?.remindedAt).toBe(startsAt);
  },
);
