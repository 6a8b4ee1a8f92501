import { expect, it } from "vitest";
import { recordsStream } from "./stream.ts";
import { testEvent } from "./test-event.ts";

const now = Date.parse("2026-02-26T05:00:00.000Z");

it("a payload is given what the publishing functions add, and keeps what it says itself", () => {
  const alert = { message: "Backup complete" };
  expect(testEvent({ type: "system.alert", data: alert }, now)).toMatchObject({
    ok: true,
    data: { event: "system.alert", data: { ...alert, severity: "info", timestamp: "2026-02-26T05:00:00.000Z" } },
  });
  const severe = testEvent({ type: "system.alert", data: { ...alert, severity: "critical" } }, now);
  expect(severe).toMatchObject({ data: { data: { severity: "critical" } } });
  const { previousStatus: _left, ...sample } = recordsStream.events["prescription.statusChanged"].samples.valid[0];
  expect(testEvent({ type: "prescription.statusChanged", data: sample }, now)).toMatchObject({
    ok: true,
    data: { data: { ...sample, previousStatus: null } },
  });
});

it("without a payload it is the contract's sample, and without a type a notification", () => {
  const { events } = recordsStream;
  expect(testEvent({ type: "record.created" }, now)).toEqual({
    ok: true,
    data: { event: "record.created", data: events["record.created"].samples.valid[0] },
  });
  expect(testEvent({}, now)).toMatchObject({ ok: true, data: { event: "notification" } });
  expect(testEvent({ type: "backup.finished" }, now)).toEqual({
    ok: true,
    data: { event: "backup.finished", data: { message: "Test event" } },
  });
});

it("S21.3: what all admins hear takes no user, and a payload that the event cannot hold is refused", () => {
  expect(testEvent({ type: "system.alert", data: { message: 1 } }, now)).toMatchObject({ ok: false });
  expect(testEvent({ type: "record.created", data: "x" }, now)).toMatchObject({ ok: false });
});
