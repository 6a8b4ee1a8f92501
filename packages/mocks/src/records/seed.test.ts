import { sampleUsers } from "@tidings/contracts/auth";
import { appointment, prescription, record } from "@tidings/contracts/records";
import { expect, it } from "vitest";
import { seedRecords } from "./seed.ts";

const now = Date.parse("2030-05-01T12:00:00.000Z");
const rows = seedRecords(now);
const hoursAgo = (time: string) => (now - Date.parse(time)) / 3_600_000;

it("begins with rows of Ada's, of Grace's and for everyone, changed within the last days, which keep the contract", () => {
  const { ada, grace } = sampleUsers;
  const shown = rows.records.map(({ userId, visibility, createdAt }) => [userId, visibility, hoursAgo(createdAt)]);
  expect(shown).toEqual([
    [ada.id, "owner", 2],
    [ada.id, "owner", 30],
    [grace.id, "everyone", 50],
    [grace.id, "owner", 60],
  ]);
  expect(rows.prescriptions.map(({ userId, status, updatedAt }) => [userId, status, hoursAgo(updatedAt)])).toEqual([
    [ada.id, "approved", 3],
    [ada.id, "pending", 5],
    [grace.id, "pending", 8],
  ]);
  expect(rows.prescriptions.map(({ revision }) => revision)).toEqual([2, 1, 1]);
  for (const row of rows.records) expect(record.parse(row)).toEqual(row);
  for (const row of rows.prescriptions) expect(prescription.parse(row)).toEqual(row);
  for (const row of rows.appointments) expect(appointment.parse(row)).toEqual(row);
  const ids = [...rows.records, ...rows.prescriptions, ...rows.appointments].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

it("the first appointment's reminder is half a minute away, the second's two days", () => {
  const due = rows.appointments.map(
    ({ startsAt, remindMinutes }) => Date.parse(startsAt) - remindMinutes * 60_000 - now,
  );
  expect(due).toEqual([30_000, 48 * 3_600_000]);
});
