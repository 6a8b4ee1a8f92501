import type { Change } from "@tidings/outbox";
import { expect, it } from "vitest";
import { mapAppointmentChange, mapPrescriptionChange, mapRecordChange } from "./map-record-changes.ts";

const row = {
  id: "r",
  user_id: "ada",
  title: "Blood test",
  details: "",
  visibility: "owner",
  created_at: "2026-02-26T05:00:00.000Z",
  updated_at: "2026-02-26T05:00:00.000Z",
  revision: 1,
};
const change = (operation: Change["operation"], newRow: unknown, oldRow?: unknown): Change => ({
  id: 1,
  table: "",
  rowId: "r",
  operation,
  oldRow,
  newRow,
});
const told = (publications: ReturnType<typeof mapRecordChange>) =>
  publications.map(({ topic, event }) => [topic.name, event]);

it("a new record tells its owner, or everyone", () => {
  expect(told(mapRecordChange(change("INSERT", row)))).toEqual([["records/user:ada/record.created", "record.created"]]);
  expect(told(mapRecordChange(change("INSERT", { ...row, visibility: "everyone" })))).toEqual([
    ["records/all/record.created", "record.created"],
  ]);
});

it("a changed record names what changed; one that was given away tells its new owner alone", () => {
  const [one, ...others] = mapRecordChange(change("UPDATE", { ...row, user_id: "grace", title: "X-ray" }, row));
  expect(others).toEqual([]);
  expect(one?.topic.name).toBe("records/user:grace/record.updated");
  expect(one?.data).toMatchObject({ title: "X-ray", changes: ["title"] });
});

it("a prescription tells of its status and of nothing else", () => {
  const now = { id: "p", user_id: "ada", medication: "Amoxicillin", status: "ready", revision: 3 };
  expect(mapPrescriptionChange(change("UPDATE", now, { status: "ready" }))).toEqual([]);
  expect(mapPrescriptionChange(change("UPDATE", now, { status: "lost" }))[0]?.data).toMatchObject({
    status: "ready",
    previousStatus: null,
  });
});

it("deletions say nothing, and what is no row throws, so that it is put aside (D14.3)", () => {
  expect(mapRecordChange(change("DELETE", undefined, row))).toEqual([]);
  expect(mapPrescriptionChange(change("DELETE", undefined, row))).toEqual([]);
  for (const map of [mapRecordChange, mapPrescriptionChange, mapAppointmentChange]) {
    expect(() => map(change("INSERT", { id: "r" }))).toThrow();
  }
});
