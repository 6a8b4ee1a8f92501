import { randomUUID } from "node:crypto";
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
import { fillPage } from "../../store/fill-page.ts";
import { type OnUnreadable, rowReader } from "../../store/rows.ts";
import { first, type Row, run, type Store, type Value, type Within, wait } from "../../store/store.ts";
import { toRecord } from "./map-record-changes.ts";

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

const newest = (table: string, where: string, time = "created_at", columns = "rowid, *") =>
  `SELECT ${columns} FROM ${table} WHERE ${where} AND (${time}, rowid) < (?2, ?3)
   ORDER BY ${time} DESC, rowid DESC LIMIT +?4`;
const placesOf = (where: string) => newest("records", where, "created_at", "rowid");
// Each half uses its own index. With OR in one query, the database would sort all of everyone's records for each reader.
const RECORDS = `SELECT rowid, * FROM records WHERE rowid IN (
    SELECT rowid FROM (${placesOf("user_id = ?1")}) AS own
    UNION ALL SELECT rowid FROM (${placesOf("visibility = 'everyone'")}) AS shared)
  ORDER BY created_at DESC, rowid DESC LIMIT +?4`;
const RECORD = "SELECT * FROM records WHERE id = ?1";
const ADD_RECORD = "INSERT INTO records (id, user_id, title, details, visibility) VALUES (?1, ?2, ?3, ?4, ?5)";
const SET_RECORD = `UPDATE records SET title = coalesce(?1, title), details = coalesce(?2, details),
  visibility = coalesce(?3, visibility) WHERE id = ?4 AND (CAST(?5 AS text) IS NULL OR user_id = ?5)`;
const PRESCRIPTIONS = newest("prescriptions", "user_id = ?1");
const ALL_PRESCRIPTIONS = newest("prescriptions", "CAST(?1 AS text) IS NULL");
const PRESCRIPTION = "SELECT * FROM prescriptions WHERE id = ?1";
const ADD_PRESCRIPTION =
  "INSERT INTO prescriptions (id, user_id, medication, dosage) SELECT ?1, id, ?2, ?3 FROM users WHERE id = ?4";
const SET_STATUS = "UPDATE prescriptions SET status = ?1 WHERE id = ?2";
const APPOINTMENTS = newest("appointments", "user_id = ?1", "starts_at");
const APPOINTMENT = "SELECT * FROM appointments WHERE id = ?1";
const ADD_APPOINTMENT = `INSERT INTO appointments (id, user_id, title, location, starts_at, remind_minutes)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6)`;
const SET_APPOINTMENT = `UPDATE appointments SET starts_at = coalesce(?1, starts_at),
  remind_minutes = coalesce(?2, remind_minutes), cancelled = coalesce(?3, cancelled)
  WHERE id = ?4 AND (CAST(?5 AS text) IS NULL OR user_id = ?5)`;

/** A statement with its values. */
type Bound = readonly [sql: string, ...values: readonly Value[]];

/** Records, prescriptions and appointments in a store. */
export function createRecordRepository(store: Store, onUnreadable: OnUnreadable = () => {}): RecordRepository {
  const readRecord = rowReader("records", toRecord, onUnreadable);
  const readPrescription = rowReader("prescriptions", toPrescription, onUnreadable);
  const readAppointment = rowReader("appointments", toAppointment, onUnreadable);

  function list<T>(sql: string, userId: string | undefined, read: (row: Row) => T | undefined): Promise<T[]> {
    return fillPage({
      limit: MAX_LIST,
      read,
      rows(after, count) {
        const { rowid = null, ...row } = after ?? NEWEST;
        return store.all(sql, userId ?? null, row.starts_at ?? row.created_at ?? null, rowid, count);
      },
    });
  }

  /** Adds a row and resolves with it. */
  async function add<T>(
    insert: Bound,
    select: Bound,
    read: (row: Row | undefined) => T | undefined,
    within: Within<T> | undefined,
  ): Promise<T> {
    const written = await change(insert, select, read, within);
    if (written === undefined) throw new Error("a row that was just written cannot be read");
    return written;
  }

  /** Writes a row and resolves with it. Changes nothing if no row was written or it could not be read afterwards. */
  async function change<T>(
    write: Bound,
    select: Bound,
    read: (row: Row | undefined) => T | undefined,
    within?: Within<T>,
  ): Promise<T | undefined> {
    try {
      return await store.transaction(function* () {
        const count = yield* run(...write);
        const changed = count === 0 ? undefined : read(yield* first(...select));
        if (changed === undefined) throw new NotThere();
        yield* wait(within?.(changed));
        return changed;
      });
    } catch (error) {
      if (error instanceof NotThere) return undefined;
      throw error;
    }
  }

  return {
    listRecords: (userId) => list(RECORDS, userId, readRecord),
    createRecord(userId, { title, details = "", visibility = "owner" }, within) {
      const id = randomUUID();
      return add([ADD_RECORD, id, userId, title, details, visibility], [RECORD, id], readRecord, within);
    },
    updateRecord: (id, ownerId, { title, details, visibility }) =>
      change(
        [SET_RECORD, title ?? null, details ?? null, visibility ?? null, id, ownerId ?? null],
        [RECORD, id],
        readRecord,
      ),
    listPrescriptions: (userId) =>
      list(userId === undefined ? ALL_PRESCRIPTIONS : PRESCRIPTIONS, userId, readPrescription),
    createPrescription({ userId, medication, dosage = "" }, within) {
      const id = randomUUID();
      return change([ADD_PRESCRIPTION, id, medication, dosage, userId], [PRESCRIPTION, id], readPrescription, within);
    },
    setPrescriptionStatus: (id, status) => change([SET_STATUS, status, id], [PRESCRIPTION, id], readPrescription),
    // The last ones, because otherwise many past appointments would push out those still to come.
    listAppointments: async (userId) => (await list(APPOINTMENTS, userId, readAppointment)).toReversed(),
    createAppointment(userId, { title, location = "", startsAt, remindMinutes = 60 }, within) {
      const id = randomUUID();
      return add(
        [ADD_APPOINTMENT, id, userId, title, location, inUtc(startsAt), remindMinutes],
        [APPOINTMENT, id],
        readAppointment,
        within,
      );
    },
    updateAppointment: (id, ownerId, { startsAt, remindMinutes, cancelled }) =>
      change(
        [
          SET_APPOINTMENT,
          startsAt === undefined ? null : inUtc(startsAt),
          remindMinutes ?? null,
          cancelled === undefined ? null : Number(cancelled),
          id,
          ownerId ?? null,
        ],
        [APPOINTMENT, id],
        readAppointment,
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
