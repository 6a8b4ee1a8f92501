import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { type EndpointBody, MAX_LIST } from "@tidings/contracts";
import {
  type Appointment,
  appointment,
  type createAppointment,
  type createPrescription,
  type createRecord,
  type HealthRecord,
  type Prescription,
  type PrescriptionStatus,
  prescription,
  type updateAppointment,
  type updateRecord,
} from "@tidings/contracts/records";
import * as z from "zod";
import { whenFree } from "../../store/sqlite/busy.ts";
import { toRecord } from "./map-record-changes.ts";

/** Where records are kept. Every change is also written to `changes`, in the same transaction. */
export interface RecordRepository {
  /** A user's own and everyone's, newest first. */
  listRecords(userId: string): Promise<readonly HealthRecord[]>;
  createRecord(userId: string, body: EndpointBody<typeof createRecord>): Promise<HealthRecord>;
  /** Undefined when there is none, or it belongs to somebody else than `ownerId`. */
  updateRecord(
    id: string,
    ownerId: string | undefined,
    body: EndpointBody<typeof updateRecord>,
  ): Promise<HealthRecord | undefined>;
  /** A user's, or with undefined everyone's, newest first. */
  listPrescriptions(userId: string | undefined): Promise<readonly Prescription[]>;
  /** Undefined when there is no such user. */
  createPrescription(body: EndpointBody<typeof createPrescription>): Promise<Prescription | undefined>;
  setPrescriptionStatus(id: string, status: PrescriptionStatus): Promise<Prescription | undefined>;
  /** A user's, the next first. */
  listAppointments(userId: string): Promise<readonly Appointment[]>;
  createAppointment(userId: string, body: EndpointBody<typeof createAppointment>): Promise<Appointment>;
  /** Undefined when there is none, or it belongs to somebody else than `ownerId`. */
  updateAppointment(
    id: string,
    ownerId: string | undefined,
    body: EndpointBody<typeof updateAppointment>,
  ): Promise<Appointment | undefined>;
}

type Row = Readonly<Record<string, unknown>> | undefined;

/** Records, prescriptions and appointments in SQLite. */
export function createSqliteRecordRepository(database: DatabaseSync): RecordRepository {
  const records = database.prepare(
    `SELECT * FROM records WHERE user_id = ? OR visibility = 'everyone'
     ORDER BY created_at DESC, rowid DESC LIMIT ${MAX_LIST}`,
  );
  const recordById = database.prepare("SELECT * FROM records WHERE id = ?");
  const addRecord = database.prepare(
    "INSERT INTO records (id, user_id, title, details, visibility) VALUES (?, ?, ?, ?, ?)",
  );
  const setRecord = database.prepare(
    `UPDATE records SET title = coalesce(?1, title), details = coalesce(?2, details),
       visibility = coalesce(?3, visibility) WHERE id = ?4 AND (?5 IS NULL OR user_id = ?5)`,
  );
  const prescriptions = database.prepare(
    `SELECT * FROM prescriptions WHERE ?1 IS NULL OR user_id = ?1
     ORDER BY created_at DESC, rowid DESC LIMIT ${MAX_LIST}`,
  );
  const prescriptionById = database.prepare("SELECT * FROM prescriptions WHERE id = ?");
  const addPrescription = database.prepare(
    "INSERT INTO prescriptions (id, user_id, medication, dosage) SELECT ?, id, ?, ? FROM users WHERE id = ?",
  );
  const setStatus = database.prepare("UPDATE prescriptions SET status = ? WHERE id = ?");
  // The last ones, or many that are long over would leave none to come.
  const appointments = database.prepare(
    `SELECT * FROM (SELECT * FROM appointments WHERE user_id = ? ORDER BY starts_at DESC LIMIT ${MAX_LIST})
     ORDER BY starts_at`,
  );
  const appointmentById = database.prepare("SELECT * FROM appointments WHERE id = ?");
  const addAppointment = database.prepare(
    "INSERT INTO appointments (id, user_id, title, location, starts_at, remind_minutes) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const setAppointment = database.prepare(
    `UPDATE appointments SET starts_at = coalesce(?1, starts_at), remind_minutes = coalesce(?2, remind_minutes),
       cancelled = coalesce(?3, cancelled) WHERE id = ?4 AND (?5 IS NULL OR user_id = ?5)`,
  );
  const found = <T>(row: Row, read: (row: Exclude<Row, undefined>) => T): T => {
    if (row === undefined) throw new Error("a row that was just written is gone");
    return read(row);
  };

  return {
    listRecords: async (userId) => records.all(userId).map((row) => readRecord(row)),
    createRecord: (userId, { title, details = "", visibility = "owner" }) =>
      whenFree(() => {
        const id = randomUUID();
        addRecord.run(id, userId, title, details, visibility);
        return found(recordById.get(id), readRecord);
      }),
    updateRecord: (id, ownerId, { title, details, visibility }) =>
      whenFree(() => {
        const { changes } = setRecord.run(title ?? null, details ?? null, visibility ?? null, id, ownerId ?? null);
        return changes === 0 ? undefined : found(recordById.get(id), readRecord);
      }),
    listPrescriptions: async (userId) => prescriptions.all(userId ?? null).map(readPrescription),
    createPrescription: ({ userId, medication, dosage = "" }) =>
      whenFree(() => {
        const id = randomUUID();
        const { changes } = addPrescription.run(id, medication, dosage, userId);
        return changes === 0 ? undefined : found(prescriptionById.get(id), readPrescription);
      }),
    setPrescriptionStatus: (id, status) =>
      whenFree(() => {
        const { changes } = setStatus.run(status, id);
        return changes === 0 ? undefined : found(prescriptionById.get(id), readPrescription);
      }),
    listAppointments: async (userId) => appointments.all(userId).map(readAppointment),
    createAppointment: (userId, { title, location = "", startsAt, remindMinutes = 60 }) =>
      whenFree(() => {
        const id = randomUUID();
        addAppointment.run(id, userId, title, location, inUtc(startsAt), remindMinutes);
        return found(appointmentById.get(id), readAppointment);
      }),
    updateAppointment: (id, ownerId, { startsAt, remindMinutes, cancelled }) =>
      whenFree(() => {
        const { changes } = setAppointment.run(
          startsAt === undefined ? null : inUtc(startsAt),
          remindMinutes ?? null,
          cancelled === undefined ? null : Number(cancelled),
          id,
          ownerId ?? null,
        );
        return changes === 0 ? undefined : found(appointmentById.get(id), readAppointment);
      }),
  };
}

function inUtc(time: string): string {
  return new Date(time).toISOString();
}

function readRecord(row: Exclude<Row, undefined>): HealthRecord {
  return toRecord(row as Parameters<typeof toRecord>[0]);
}

function readPrescription(row: Exclude<Row, undefined>): Prescription {
  return z.parse(prescription, {
    ...row,
    userId: row.user_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  });
}

function readAppointment(row: Exclude<Row, undefined>): Appointment {
  return z.parse(appointment, {
    ...row,
    userId: row.user_id,
    startsAt: row.starts_at,
    remindMinutes: row.remind_minutes,
    cancelled: row.cancelled === 1,
    remindedAt: row.reminded_at,
  });
}
