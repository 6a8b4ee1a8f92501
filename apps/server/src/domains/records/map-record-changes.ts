import { prescriptionStatus, record, recordsPublishKeys, recordsStream } from "@tidings/contracts/records";
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
const CHANGEABLE = ["title", "details", "visibility"] as const;

/** A record tells its owner, or everyone, that it was made or changed; of a deletion source 004 says nothing. */
export const mapRecordChange: ChangeMapper = ({ operation, oldRow, newRow }) => {
  if (operation === "DELETE") return [];
  const row = recordRow.parse(newRow);
  const data = toRecord(row);
  const audience = row.visibility === "everyone" ? "all" : { userId: row.user_id };
  if (operation === "INSERT") {
    return topics(audience, "record.created").map((topic) => publication(topic, { event: "record.created", data }));
  }
  const before = recordBefore.parse(oldRow);
  const changes = CHANGEABLE.filter((name) => before[name] !== row[name]);
  return topics(audience, "record.updated").map((topic) =>
    publication(topic, { event: "record.updated", data: { ...data, changes } }),
  );
};

const prescriptionRow = z.object({
  id: z.string(),
  user_id: z.string(),
  medication: z.string(),
  status: prescriptionStatus,
  revision: z.int(),
});
const prescriptionBefore = z.object({ status: z.string() });

/** A prescription tells whom it is for that it was made, or has another status. */
export const mapPrescriptionChange: ChangeMapper = ({ operation, oldRow, newRow }) => {
  if (operation === "DELETE") return [];
  const { id: prescriptionId, user_id: userId, medication, status, revision } = prescriptionRow.parse(newRow);
  const before = operation === "UPDATE" ? prescriptionBefore.parse(oldRow).status : null;
  if (before === status) return [];
  const previous = prescriptionStatus.safeParse(before);
  const data = { prescriptionId, userId, medication, status, previousStatus: previous.data ?? null, revision };
  const event = "prescription.statusChanged";
  return topics({ userId }, event).map((topic) => publication(topic, { event, data }));
};

const appointmentRow = z.object({
  id: z.string(),
  user_id: z.string(),
  title: z.string(),
  location: z.string(),
  starts_at: z.string(),
  remind_minutes: z.int(),
});

/** The scheduler marked an appointment as reminded of: that is its reminder. */
export const mapAppointmentChange: ChangeMapper = ({ newRow }) => {
  const row = appointmentRow.parse(newRow);
  const event = "appointment.reminder";
  const data = {
    appointmentId: row.id,
    userId: row.user_id,
    title: row.title,
    location: row.location,
    startsAt: row.starts_at,
    remindMinutes: row.remind_minutes,
  };
  return topics({ userId: row.user_id }, event).map((topic) => publication(topic, { event, data }));
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

function topics(...[audience, event]: Parameters<typeof recordsPublishKeys>) {
  return recordsPublishKeys(audience, event).map((key) => recordsStream.topic(key));
}
