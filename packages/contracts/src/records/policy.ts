import type { User } from "../auth/user.ts";
import type { PublishableEvent } from "../definition/stream.ts";
import type { Appointment } from "./appointment.ts";
import { isAdminEventName } from "./event-filter.ts";
import type { Prescription } from "./prescription.ts";
import type { HealthRecord } from "./record.ts";
import type { recordsStream } from "./stream.ts";
import type { RecordsAudience } from "./topic-keys.ts";

/** An event of the records stream, and whom it is for. */
export interface AddressedRecordsEvent {
  readonly audience: RecordsAudience;
  readonly event: PublishableEvent<typeof recordsStream>;
}

/** Whose rows a user may change: the id of their owner; undefined for an admin, who may change everyone's. */
export function changeableOwner({ id, role }: Pick<User, "id" | "role">): string | undefined {
  return role === "admin" ? undefined : id;
}

/** Whom a test event goes to: events of the family `admin.` to the admins, whoever is named; the others to one or all. */
export function testEventAudience(event: string, userId: string | undefined): RecordsAudience {
  if (isAdminEventName(event)) return "admin";
  return userId === undefined ? "all" : { userId };
}

const TOLD = ["title", "details", "visibility"] as const;

/**
 * What a changed record tells: `record.created`, or `record.updated` with the names of the fields that changed. Everyone
 * hears of one that everyone may see, its owner of any other.
 *
 * @param before The record as it was; undefined for one that was made
 */
export function recordEvent(
  after: HealthRecord,
  before: { readonly [Field in (typeof TOLD)[number]]?: unknown } | undefined,
): AddressedRecordsEvent {
  const audience: RecordsAudience = after.visibility === "everyone" ? "all" : { userId: after.userId };
  if (before === undefined) return { audience, event: { event: "record.created", data: after } };
  const changes = TOLD.filter((field) => before[field] !== after[field]);
  return { audience, event: { event: "record.updated", data: { ...after, changes } } };
}

/**
 * What a changed prescription tells whom it is for: that it was made, or has another status.
 *
 * @param previousStatus null for one that was made, or whose status was not one that is known
 */
export function prescriptionEvent(
  {
    id: prescriptionId,
    userId,
    medication,
    status,
    revision,
  }: Pick<Prescription, "id" | "userId" | "medication" | "status" | "revision">,
  previousStatus: Prescription["status"] | null,
): AddressedRecordsEvent | undefined {
  if (previousStatus === status) return undefined;
  const data = { prescriptionId, userId, medication, status, previousStatus, revision };
  return { audience: { userId }, event: { event: "prescription.statusChanged", data } };
}

/** The reminder of an appointment, for whose it is. */
export function appointmentReminder({
  id: appointmentId,
  userId,
  title,
  location,
  startsAt,
  remindMinutes,
}: Pick<Appointment, "id" | "userId" | "title" | "location" | "startsAt" | "remindMinutes">): AddressedRecordsEvent {
  const data = { appointmentId, userId, title, location, startsAt, remindMinutes };
  return { audience: { userId }, event: { event: "appointment.reminder", data } };
}
