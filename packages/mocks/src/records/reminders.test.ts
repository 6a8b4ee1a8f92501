import { sampleUsers } from "@tidings/contracts/auth";
import { beforeEach, expect, it } from "vitest";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { createMockServer, type MockServer } from "../server/mock-server.ts";
import { createRecordStore, type RecordStore } from "./record-store.ts";
import { remindOfAppointments } from "./reminders.ts";

const HOUR_MS = 3_600_000;
let clock: ManualClock;
let server: MockServer;
let store: RecordStore;
let reminded: string[];
let look: () => void;

beforeEach(() => {
  clock = createManualClock();
  server = createMockServer({ clock });
  reminded = [];
  const tell = { record() {}, prescription() {}, appointment: () => look() };
  store = createRecordStore(clock, { records: [], prescriptions: [], appointments: [] }, tell);
  ({ look } = remindOfAppointments(server, store, ({ title }) => reminded.push(title)));
  return () => server.close();
});

const make = (title: string, inMs: number, remindMinutes = 60) =>
  store.createAppointment(sampleUsers.ada.id, {
    title,
    startsAt: new Date(clock.now() + inMs).toISOString(),
    remindMinutes,
  });

it("reminds when the time has come, not a millisecond sooner, and of each once", () => {
  make("later", 3 * HOUR_MS);
  make("sooner", 2 * HOUR_MS);
  clock.advance(HOUR_MS - 1);
  expect(reminded).toEqual([]);
  clock.advance(1);
  expect(reminded).toEqual(["sooner"]);
  clock.advance(5 * HOUR_MS);
  expect(reminded).toEqual(["sooner", "later"]);
  expect(clock.pending).toBe(0);
});

it("reminds at once where the time has passed already, unless the appointment has begun", () => {
  make("soon", 1);
  make("now", 0);
  make("gone", -1);
  expect(reminded).toEqual(["soon"]);
  expect(clock.pending).toBe(0);
});

it("a cancelled appointment is not reminded of", () => {
  const { id } = make("cancelled", 2 * HOUR_MS);
  store.updateAppointment(id, undefined, { cancelled: true });
  expect(clock.pending).toBe(0);
  clock.advance(2 * HOUR_MS);
  expect(reminded).toEqual([]);
});

it("waits for an appointment that is further away than a timer can be", () => {
  make("next year", 2 ** 31 + HOUR_MS);
  clock.advance(2 ** 31 - 2);
  expect(reminded).toEqual([]);
  const waits: number[] = [];
  const schedule = clock.schedule;
  clock.schedule = (run, ms) => {
    waits.push(ms);
    return schedule(run, ms);
  };
  clock.advance(1);
  expect(waits).toEqual([1]);
  clock.advance(1);
  expect(reminded).toEqual(["next year"]);
});

it("ends with its server", () => {
  make("never", 2 * HOUR_MS);
  server.close();
  expect(clock.pending).toBe(0);
  make("nor this", 2 * HOUR_MS);
  expect(clock.pending).toBe(0);
});
