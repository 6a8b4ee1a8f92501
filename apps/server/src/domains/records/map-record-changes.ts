import {
  type AddressedRecordsEvent,
  appointmentReminder,
  prescriptionEvent,
  prescriptionStatus,
  record,
  recordEvent,
  recordsPublishKeys,
  recordsStream,
} from "@tidings/contracts/records";
import { publication } from "@tidings/hub";
import type { ChangeMapper } from "@tidings/outbox";
import * as z from "zod";

const recordRow = z.object({
  id: z.string(),
  user_id: z.string(),
  title: z.string(),
  details: z.string(),
  visibility: z.enum(["everyone", "owner"]),
  created_at: z.string(),
  updated_at: z.string(),
  revision: z.int(),
});
const recordBefore = z.record(z.string(), z.unknown());

/**
 * The event of a record that was created or changed, to its owner or to everyone. Brief 004 has no event for a
 * deletion.
 */
export const mapRecordChange: ChangeMapper = ({ operation, oldRow, newRow }) => {
  if (operation === "DELETE") return [];
  const before = operation === "UPDATE" ? recordBefore.parse(oldRow) : undefined;
  return publications(recordEvent(toRecord(recordRow.parse(newRow)), before));
};

const prescriptionRow = z.object({
  id: z.string(),
  user_id: z.string(),
  medication: z.string(),
  status: prescriptionStatus,
  revision: z.int(),
});
const prescriptionBefore = z.object({ status: z.string() });

/** The event of a prescription that was created or has another status, to the user whom it is for. */
export const mapPrescriptionChange: ChangeMapper = ({ operation, oldRow, newRow }) => {
  if (operation === "DELETE") return [];
  const { user_id: userId, ...row } = prescriptionRow.parse(newRow);
  const before = operation === "UPDATE" ? prescriptionBefore.parse(oldRow).status : null;
  const told = prescriptionEvent({ ...row, userId }, prescriptionStatus.safeParse(before).data ?? null);
  return told === undefined ? [] : publications(told);
};

const appointmentRow = z.object({
  id: z.string(),
  user_id: z.string(),
  title: z.string(),
  location: z.string(),
  starts_at: z.string(),
  remind_minutes: z.int(),
});

/** The reminder of an appointment: the scheduler has marked it as reminded. */
export const mapAppointmentChange: ChangeMapper = ({ newRow }) => {
  const { user_id: userId, starts_at: startsAt, remind_minutes: remindMinutes, ...row } = appointmentRow.parse(newRow);
  return publications(appointmentReminder({ ...row, userId, startsAt, remindMinutes }));
};

/** A record's row as the API shows it. */
export function toRecord(row: Readonly<Record<string, unknown>>) {
  return z.parse(record, {
    id: row.id,
    userId: row.user_id,
    title: row.title,
    details: row.details,
    visibility: row.visibility,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    revision: row.revision,
  });
}

function publications({ audience, event }: AddressedRecordsEvent) {
  return recordsPublishKeys(audience, event.event).map((key) => publication(recordsStream.topic(key), event));
}
