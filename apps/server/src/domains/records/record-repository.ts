import { randomUUID } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";
import { whenFree } from "@tidings/admission/sqlite";
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
import { prepareRows, prepareWrite, type Row, type RowQuery, transaction } from "@tidings/outbox/sqlite";
import * as z from "zod";
import { fillPage } from "../../store/sqlite/fill-page.ts";
import { type OnUnreadable, rowReader } from "../../store/sqlite/rows.ts";
import { toRecord } from "./map-record-changes.ts";

/** Called in the transaction with the created row. If it throws, the transaction is rolled back. */
type Within<Row> = (created: Row) => void;

/** Where records are kept. Every change is also written to `changes`, in the same transaction. */
export interface RecordRepository {
  /** A user's own and everyone's, newest first. */
  listRecords(userId: string): Promise<readonly HealthRecord[]>;
  createRecord(
    userId: string,
    body: EndpointBody<typeof createRecord>,
    within?: Within<HealthRecord>,
  ): Promise<HealthRecord>;
  /** Undefined when there is none, or it belongs to somebody else than `ownerId`. */
  updateRecord(
    id: string,
    ownerId: string | undefined,
    body: EndpointBody<typeof updateRecord>,
  ): Promise<HealthRecord | undefined>;
  /** A user's, or with undefined everyone's, newest first. */
  listPrescriptions(userId: string | undefined): Promise<readonly Prescription[]>;
  /** Undefined when there is no such user. */
  createPrescription(
    body: EndpointBody<typeof createPrescription>,
    within?: Within<Prescription>,
  ): Promise<Prescription | undefined>;
  setPrescriptionStatus(id: string, status: PrescriptionStatus): Promise<Prescription | undefined>;
  /** A user's, the next first. */
  listAppointments(userId: string): Promise<readonly Appointment[]>;
  createAppointment(
    userId: string,
    body: EndpointBody<typeof createAppointment>,
    within?: Within<Appointment>,
  ): Promise<Appointment>;
  /** Undefined when there is none, or it belongs to somebody else than `ownerId`. */
  updateAppointment(
    id: string,
    ownerId: string | undefined,
    body: EndpointBody<typeof updateAppointment>,
  ): Promise<Appointment | undefined>;
}

/** Records, prescriptions and appointments in SQLite. */
export function createSqliteRecordRepository(
  database: DatabaseSync,
  onUnreadable: OnUnreadable = () => {},
): RecordRepository {
  const newest = (table: string, where: string, time = "created_at") =>
    `SELECT rowid, * FROM ${table} WHERE ${where} AND (${time}, rowid) < (?2, ?3)
     ORDER BY ${time} DESC, rowid DESC LIMIT +?4`;
  // Each half uses its own index. With OR in one query, SQLite would sort all of everyone's records for each reader.
  const records = prepareRows(
    database,
    `SELECT rowid, * FROM records WHERE rowid IN (
       SELECT rowid FROM (${newest("records", "user_id = ?1")})
       UNION ALL SELECT rowid FROM (${newest("records", "visibility = 'everyone'")}))
     ORDER BY created_at DESC, rowid DESC LIMIT +?4`,
  );
  const recordById = prepareRows(database, "SELECT * FROM records WHERE id = ?");
  const addRecord = prepareWrite(
    database,
    "INSERT INTO records (id, user_id, title, details, visibility) VALUES (?, ?, ?, ?, ?)",
  );
  const setRecord = prepareWrite(
    database,
    `UPDATE records SET title = coalesce(?1, title), details = coalesce(?2, details),
       visibility = coalesce(?3, visibility) WHERE id = ?4 AND (?5 IS NULL OR user_id = ?5)`,
  );
  const prescriptions = prepareRows(database, newest("prescriptions", "user_id = ?1"));
  const allPrescriptions = prepareRows(database, newest("prescriptions", "?1 IS NULL"));
  const prescriptionById = prepareRows(database, "SELECT * FROM prescriptions WHERE id = ?");
  const addPrescription = prepareWrite(
    database,
    "INSERT INTO prescriptions (id, user_id, medication, dosage) SELECT ?, id, ?, ? FROM users WHERE id = ?",
  );
  const setStatus = prepareWrite(database, "UPDATE prescriptions SET status = ? WHERE id = ?");
  const appointments = prepareRows(database, newest("appointments", "user_id = ?1", "starts_at"));
  const appointmentById = prepareRows(database, "SELECT * FROM appointments WHERE id = ?");
  const addAppointment = prepareWrite(
    database,
    "INSERT INTO appointments (id, user_id, title, location, starts_at, remind_minutes) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const setAppointment = prepareWrite(
    database,
    `UPDATE appointments SET starts_at = coalesce(?1, starts_at), remind_minutes = coalesce(?2, remind_minutes),
       cancelled = coalesce(?3, cancelled) WHERE id = ?4 AND (?5 IS NULL OR user_id = ?5)`,
  );
  const readRecord = rowReader("records", toRecord, onUnreadable);
  const readPrescription = rowReader("prescriptions", toPrescription, onUnreadable);
  const readAppointment = rowReader("appointments", toAppointment, onUnreadable);

  function list<T>(query: RowQuery, userId: string | undefined, read: (row: Row) => T | undefined): Promise<T[]> {
    return fillPage({
      limit: MAX_LIST,
      read,
      rows(after, count) {
        const { rowid = null, ...row } = after ?? NEWEST;
        return query.all(userId ?? null, row.starts_at ?? row.created_at ?? null, rowid, count);
      },
    });
  }

  /** Adds a row and resolves with it. */
  function add<T>(insert: () => unknown, read: () => T | undefined, within: Within<T> | undefined): Promise<T> {
    return whenFree(() =>
      transaction(database, () => {
        insert();
        const written = read();
        if (written === undefined) throw new Error("a row that was just written cannot be read");
        within?.(written);
        return written;
      }),
    );
  }

  /** Changes a row and resolves with it. Changes nothing if the row does not exist or could not be read afterwards. */
  async function change<T>(
    update: () => number,
    read: () => T | undefined,
    within?: Within<T>,
  ): Promise<T | undefined> {
    try {
      return await whenFree(() =>
        transaction(database, () => {
          const changed = update() === 0 ? undefined : read();
          if (changed === undefined) throw new NotThere();
          within?.(changed);
          return changed;
        }),
      );
    } catch (error) {
      if (error instanceof NotThere) return undefined;
      throw error;
    }
  }

  return {
    listRecords: (userId) => list(records, userId, readRecord),
    createRecord(userId, { title, details = "", visibility = "owner" }, within) {
      const id = randomUUID();
      return add(
        () => addRecord.run(id, userId, title, details, visibility),
        () => readRecord(recordById.get(id)),
        within,
      );
    },
    updateRecord: (id, ownerId, { title, details, visibility }) =>
      change(
        () => setRecord.run(title ?? null, details ?? null, visibility ?? null, id, ownerId ?? null),
        () => readRecord(recordById.get(id)),
      ),
    listPrescriptions: (userId) =>
      list(userId === undefined ? allPrescriptions : prescriptions, userId, readPrescription),
    createPrescription({ userId, medication, dosage = "" }, within) {
      const id = randomUUID();
      return change(
        () => addPrescription.run(id, medication, dosage, userId),
        () => readPrescription(prescriptionById.get(id)),
        within,
      );
    },
    setPrescriptionStatus: (id, status) =>
      change(
        () => setStatus.run(status, id),
        () => readPrescription(prescriptionById.get(id)),
      ),
    // The last ones, because otherwise many past appointments would push out those still to come.
    listAppointments: async (userId) => (await list(appointments, userId, readAppointment)).toReversed(),
    createAppointment(userId, { title, location = "", startsAt, remindMinutes = 60 }, within) {
      const id = randomUUID();
      return add(
        () => addAppointment.run(id, userId, title, location, inUtc(startsAt), remindMinutes),
        () => readAppointment(appointmentById.get(id)),
        within,
      );
    },
    updateAppointment: (id, ownerId, { startsAt, remindMinutes, cancelled }) =>
      change(
        () =>
          setAppointment.run(
            startsAt === undefined ? null : inUtc(startsAt),
            remindMinutes ?? null,
            cancelled === undefined ? null : Number(cancelled),
            id,
            ownerId ?? null,
          ),
        () => readAppointment(appointmentById.get(id)),
      ),
  };
}

/** Thrown to roll back a transaction whose row does not exist. */
class NotThere extends Error {}

/** A place after every row, whichever column holds its time. */
const NEWEST: Row = { created_at: "\u{10FFFF}", rowid: 0 };

function inUtc(time: string): string {
  return new Date(time).toISOString();
}

function toPrescription(row: Row): Prescription {
  return z.parse(prescription, {
    ...row,
    userId: row.user_id,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  });
}

function toAppointment(row: Row): Appointment {
  return z.parse(appointment, {
    ...row,
    userId: row.user_id,
    startsAt: row.starts_at,
    remindMinutes: row.remind_minutes,
    cancelled: z.parse(flag, row.cancelled) === 1,
    remindedAt: row.reminded_at,
  });
}

const flag = z.literal([0, 1], "cancelled: must be 0 or 1");
