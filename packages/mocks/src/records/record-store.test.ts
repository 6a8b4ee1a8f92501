import { sampleUsers } from "@tidings/contracts/auth";
import { beforeEach, expect, it, vi } from "vitest";
import { createManualClock, type ManualClock } from "../clock/manual-clock.ts";
import { createRecordStore, type RecordStore, type ShelfListener } from "./record-store.ts";

const { ada, grace } = sampleUsers;
let clock: ManualClock;
let store: RecordStore;
const told = {
  record: vi.fn<ShelfListener["record"]>(),
  prescription: vi.fn<ShelfListener["prescription"]>(),
  appointment: vi.fn<ShelfListener["appointment"]>(),
};

beforeEach(() => {
  vi.clearAllMocks();
  clock = createManualClock();
  store = createRecordStore(clock, { records: [], prescriptions: [], appointments: [] }, told);
});

const now = () => new Date(clock.now()).toISOString();
/** Makes one thing after the other, a second apart. */
function inTurn<Row>(...makes: readonly (() => Row)[]): Row[] {
  return makes.map((make) => {
    clock.advance(1000);
    return make();
  });
}

it("a record that says no more than its title has no details and is its owner's alone", () => {
  const row = store.createRecord(ada.id, { title: "Blood test" });
  expect(row).toEqual({
    id: expect.any(String),
    userId: ada.id,
    title: "Blood test",
    details: "",
    visibility: "owner",
    createdAt: now(),
    updatedAt: now(),
    revision: 1,
  });
  expect(told.record.mock.calls).toEqual([[row, undefined]]);
});

it("shows a user the own records and everyone's, the newest first", () => {
  const [own, , shared, newest] = inTurn(
    () => store.createRecord(ada.id, { title: "own" }),
    () => store.createRecord(grace.id, { title: "another's" }),
    () => store.createRecord(grace.id, { title: "everyone's", visibility: "everyone" }),
    () => store.createRecord(ada.id, { title: "newest" }),
  );
  expect(store.records(ada.id)).toEqual([newest, shared, own]);
});

it("changes of a record what is named, counts its revision up, and tells what was before", () => {
  const before = store.createRecord(ada.id, { title: "a", details: "b" });
  clock.advance(5);
  expect(store.updateRecord(before.id, grace.id, { title: "x" })).toBeUndefined();
  expect(store.updateRecord("nothing", undefined, { title: "x" })).toBeUndefined();
  const titled = store.updateRecord(before.id, ada.id, { title: "c" });
  expect(titled).toEqual({ ...before, title: "c", updatedAt: now(), revision: 2 });
  const shared = store.updateRecord(before.id, undefined, { details: "d", visibility: "everyone" });
  expect(shared).toMatchObject({ title: "c", details: "d", visibility: "everyone", revision: 3 });
  expect(told.record.mock.calls).toEqual([
    [before, undefined],
    [titled, before],
    [shared, titled],
  ]);
});

it("prescribes without a dosage, moves it on, and lists one's own or everyone's, the newest first", () => {
  const [adas, graces, newest] = inTurn(
    () => store.prescribe({ userId: ada.id, medication: "A" }),
    () => store.prescribe({ userId: grace.id, medication: "B", dosage: "daily" }),
    () => store.prescribe({ userId: ada.id, medication: "C" }),
  );
  expect(adas).toMatchObject({ dosage: "", status: "pending", revision: 1 });
  expect(store.prescriptions(ada.id)).toEqual([newest, adas]);
  expect(store.prescriptions(undefined)).toEqual([newest, graces, adas]);
  clock.advance(5);
  expect(store.setPrescriptionStatus("nothing", "ready")).toBeUndefined();
  const moved = store.setPrescriptionStatus(adas?.id ?? "", "ready");
  expect(moved).toEqual({ ...adas, status: "ready", updatedAt: now(), revision: 2 });
  expect(told.prescription.mock.calls.at(-1)).toEqual([moved, adas]);
  expect(told.prescription).toHaveBeenCalledTimes(4);
});

it("an appointment is reminded of an hour before unless told, and lists come with the next first", () => {
  const later = store.createAppointment(ada.id, { title: "b", startsAt: "2026-03-02T10:00:00+02:00" });
  const sooner = store.createAppointment(ada.id, { title: "a", startsAt: "2026-03-01T10:00:00Z", remindMinutes: 0 });
  const graces = store.createAppointment(grace.id, { title: "c", startsAt: "2026-03-03T10:00:00Z" });
  expect(later).toEqual({
    id: expect.any(String),
    userId: ada.id,
    title: "b",
    location: "",
    startsAt: "2026-03-02T08:00:00.000Z",
    remindMinutes: 60,
    cancelled: false,
    remindedAt: null,
  });
  expect(sooner.remindMinutes).toBe(0);
  expect(store.appointments(ada.id)).toEqual([sooner, later]);
  expect(store.appointments(undefined)).toEqual([sooner, later, graces]);
  expect(told.appointment).toHaveBeenCalledTimes(3);
});

it("an appointment that moves is to be reminded of again; one that is cancelled, or stays, is not", () => {
  const { id, startsAt } = store.createAppointment(ada.id, { title: "a", startsAt: "2026-03-01T10:00:00Z" });
  const remind = () => store.markReminded(id);
  const change = (body: Parameters<RecordStore["updateAppointment"]>[2]) => store.updateAppointment(id, ada.id, body);
  remind();
  const remindedAt = now();
  expect(store.appointments(ada.id)).toMatchObject([{ remindedAt }]);
  expect(change({ startsAt, remindMinutes: 60 })).toMatchObject({ remindedAt });
  expect(change({ cancelled: true })).toMatchObject({ cancelled: true, remindedAt });
  expect(change({ remindMinutes: 30 })).toMatchObject({ cancelled: true, remindMinutes: 30, remindedAt: null });
  remind();
  expect(change({ startsAt: "2026-03-01T11:00:00+01:00" })).toMatchObject({ startsAt, remindedAt });
  expect(change({ startsAt: "2026-03-01T11:00:00Z" })).toMatchObject({ remindedAt: null });
  expect(store.updateAppointment(id, grace.id, {})).toBeUndefined();
  expect(store.updateAppointment("nothing", undefined, {})).toBeUndefined();
  expect(store.updateAppointment(id, undefined, { cancelled: false })).toMatchObject({ cancelled: false });
  store.markReminded("nothing");
  expect(store.appointments(undefined)).toHaveLength(1);
});
