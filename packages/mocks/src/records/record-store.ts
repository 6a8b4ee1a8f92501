import type { EndpointBody } from "@tidings/contracts";
import type {
  Appointment,
  createAppointment,
  createPrescription,
  createRecord,
  HealthRecord,
  Prescription,
  PrescriptionStatus,
  updateAppointment,
  updateRecord,
} from "@tidings/contracts/records";
import { uniqueId } from "@tidings/contracts/unique-id";
import type { Clock } from "../clock/clock.ts";
import type { RecordRows } from "./seed.ts";

/** The rows behind the endpoints. Methods return undefined if the row does not exist or `ownerId` may not change it. */
export interface RecordStore {
  /** A user's own and everyone's, newest first. */
  records(userId: string): HealthRecord[];
  createRecord(userId: string, body: EndpointBody<typeof createRecord>): HealthRecord;
  updateRecord(
    id: string,
    ownerId: string | undefined,
    body: EndpointBody<typeof updateRecord>,
  ): HealthRecord | undefined;
  /** A user's, or with undefined everyone's, newest first. */
  prescriptions(userId: string | undefined): Prescription[];
  prescribe(body: EndpointBody<typeof createPrescription>): Prescription;
  setPrescriptionStatus(id: string, status: PrescriptionStatus): Prescription | undefined;
  /** A user's, or with undefined everyone's, the next first. */
  appointments(userId: string | undefined): Appointment[];
  createAppointment(userId: string, body: EndpointBody<typeof createAppointment>): Appointment;
  updateAppointment(
    id: string,
    ownerId: string | undefined,
    body: EndpointBody<typeof updateAppointment>,
  ): Appointment | undefined;
  /** Notes that the reminder was sent. */
  markReminded(id: string): void;
}

/** Called for each change of a store. */
export interface ShelfListener {
  record(record: HealthRecord, before: HealthRecord | undefined): void;
  prescription(prescription: Prescription, before: Prescription | undefined): void;
  appointment(): void;
}

/** Makes a store. Every change increments the row's revision and is reported. */
export function createRecordStore(clock: Clock, rows: RecordRows, tell: ShelfListener): RecordStore {
  const records = byId(rows.records);
  const prescriptions = byId(rows.prescriptions);
  const appointments = byId(rows.appointments);
  const now = () => new Date(clock.now()).toISOString();
  const fresh = () => ({ id: uniqueId(), createdAt: now(), updatedAt: now(), revision: 1 });

  const keepAppointment = (row: Appointment) => {
    appointments.set(row.id, row);
    tell.appointment();
    return row;
  };

  return {
    records: (userId) =>
      [...records.values()].filter((row) => row.userId === userId || row.visibility === "everyone").sort(newestFirst),
    createRecord(userId, { title, details = "", visibility = "owner" }) {
      const row: HealthRecord = { ...fresh(), userId, title, details, visibility };
      records.set(row.id, row);
      tell.record(row, undefined);
      return row;
    },
    updateRecord(id, ownerId, { title, details, visibility }) {
      const before = records.get(id);
      if (before === undefined || isForeign(before, ownerId)) return undefined;
      const row: HealthRecord = {
        ...before,
        title: title ?? before.title,
        details: details ?? before.details,
        visibility: visibility ?? before.visibility,
        updatedAt: now(),
        revision: before.revision + 1,
      };
      records.set(id, row);
      tell.record(row, before);
      return row;
    },
    prescriptions: (userId) => [...prescriptions.values()].filter((row) => !isForeign(row, userId)).sort(newestFirst),
    prescribe({ userId, medication, dosage = "" }) {
      const row: Prescription = { ...fresh(), userId, medication, dosage, status: "pending" };
      prescriptions.set(row.id, row);
      tell.prescription(row, undefined);
      return row;
    },
    setPrescriptionStatus(id, status) {
      const before = prescriptions.get(id);
      if (before === undefined) return undefined;
      const row: Prescription = { ...before, status, updatedAt: now(), revision: before.revision + 1 };
      prescriptions.set(id, row);
      tell.prescription(row, before);
      return row;
    },
    appointments: (userId) =>
      [...appointments.values()]
        .filter((row) => !isForeign(row, userId))
        .sort((a, b) => a.startsAt.localeCompare(b.startsAt)),
    createAppointment: (userId, { title, location = "", startsAt, remindMinutes = 60 }) =>
      keepAppointment({
        id: uniqueId(),
        userId,
        title,
        location,
        startsAt: new Date(startsAt).toISOString(),
        remindMinutes,
        cancelled: false,
        remindedAt: null,
      }),
    updateAppointment(id, ownerId, { startsAt, remindMinutes, cancelled }) {
      const before = appointments.get(id);
      if (before === undefined || isForeign(before, ownerId)) return undefined;
      const row: Appointment = {
        ...before,
        startsAt: startsAt === undefined ? before.startsAt : new Date(startsAt).toISOString(),
        remindMinutes: remindMinutes ?? before.remindMinutes,
        cancelled: cancelled ?? before.cancelled,
      };
      const isMoved = row.startsAt !== before.startsAt || row.remindMinutes !== before.remindMinutes;
      return keepAppointment({ ...row, remindedAt: isMoved ? null : before.remindedAt });
    },
    markReminded(id) {
      const row = appointments.get(id);
      if (row !== undefined) appointments.set(id, { ...row, remindedAt: now() });
    },
  };
}

function byId<Row extends { readonly id: string }>(rows: readonly Row[]): Map<string, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

function isForeign(row: { readonly userId: string }, userId: string | undefined): boolean {
  return userId !== undefined && row.userId !== userId;
}

function newestFirst(a: { readonly createdAt: string }, b: { readonly createdAt: string }): number {
  return b.createdAt.localeCompare(a.createdAt);
}
