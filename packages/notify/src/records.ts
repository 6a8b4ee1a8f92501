import type { EventData, PublishableEvent } from "@tidings/contracts";
import {
  type Appointment,
  type HealthRecord,
  isAdminEventName,
  isCustomEventName,
  isRecordEventName,
  type Prescription,
  type PrescriptionStatus,
  type RecordsAudience,
  recordsPublishKeys,
  recordsStream,
} from "@tidings/contracts/records";
import { checkUserId, everyone, type ToUser, userOf } from "./audience.ts";
import { NotifyError } from "./error.ts";
import type { Publisher } from "./publisher.ts";

type Records = typeof recordsStream;

/**
 * The functions that publish the records stream's events, under the names of brief 004 (docs/briefs). Each validates at
 * once, publishes, and returns how many connections **of this node** the event was addressed to.
 */
export interface Records004 {
  /** `record.created`: to everyone, or only to its owner if the record is private. */
  emitRecordCreated(record: HealthRecord): number;
  /** `record.updated`, with the names of the fields that changed if they are known. */
  emitRecordUpdated(record: HealthRecord, changes?: readonly string[]): number;
  /** `notification` to one user, or to everyone. */
  emitNotification(notification: EventData<Records, "notification">, ...userId: ToUser): number;
  /** `system.alert` to everyone. The default severity is `info`. */
  emitSystemAlert(
    message: string,
    severity?: EventData<Records, "system.alert">["severity"],
    data?: Readonly<Record<string, unknown>>,
  ): number;
  /** `prescription.statusChanged` to the user whom the prescription is for. */
  emitPrescriptionStatusChanged(prescription: Prescription, previousStatus?: PrescriptionStatus): number;
  /** `appointment.reminder` to the user whose appointment it is. */
  emitAppointmentReminder(appointment: Appointment): number;
  /** A custom event to one user, or to everyone. An event whose first word is `admin` goes only to the admins. */
  emitCustomEvent(type: string, data: unknown, ...userId: ToUser): number;
  /** Any event of the stream to one user, or to everyone. */
  emitEvent(event: PublishableEvent<Records>, ...userId: ToUser): number;
}

/** Makes {@link Records004} on a publisher. */
export function createRecords({ post }: Publisher): Records004 {
  function emit(audience: RecordsAudience, event: PublishableEvent<Records>): number {
    if (!isRecordEventName(event.event) && !isCustomEventName(event.event)) {
      throw new NotifyError("unknown_event", `"${event.event}" is no event of records; name it as backup.finished`);
    }
    const whose = isAdminEventName(event.event) ? "admin" : audience;
    return post(
      recordsPublishKeys(whose, event.event).map((key) => recordsStream.topic(key)),
      event,
    );
  }
  const named = (to: ToUser): RecordsAudience => {
    const userId = userOf(to);
    return userId === everyone ? "all" : { userId };
  };
  const owner = (userId: string): RecordsAudience => {
    checkUserId(userId);
    return { userId };
  };
  const ofRecord = ({ visibility, userId }: HealthRecord): RecordsAudience =>
    visibility === "everyone" ? "all" : owner(userId);

  return {
    emitRecordCreated: (record) => emit(ofRecord(record), { event: "record.created", data: record }),
    emitRecordUpdated: (record, changes) =>
      emit(ofRecord(record), {
        event: "record.updated",
        data: { ...record, ...(changes && { changes: [...changes] }) },
      }),
    emitNotification: (data, ...to) => emit(named(to), { event: "notification", data }),
    emitSystemAlert: (message, severity = "info", data) =>
      emit("all", {
        event: "system.alert",
        data: { message, severity, timestamp: new Date().toISOString(), ...(data && { data }) },
      }),
    emitPrescriptionStatusChanged: ({ id, userId, medication, status, revision }, previousStatus) =>
      emit(owner(userId), {
        event: "prescription.statusChanged",
        data: { prescriptionId: id, userId, medication, status, previousStatus: previousStatus ?? null, revision },
      }),
    emitAppointmentReminder: ({ id, userId, title, location, startsAt, remindMinutes }) =>
      emit(owner(userId), {
        event: "appointment.reminder",
        data: { appointmentId: id, userId, title, location, startsAt, remindMinutes },
      }),
    emitCustomEvent(type, data, ...to) {
      if (!isCustomEventName(type)) {
        throw new NotifyError("unknown_event", `"${type}" is no custom event's name; name it as backup.finished`);
      }
      return emit(named(to), { event: type, data });
    },
    emitEvent: (event, ...to) => emit(named(to), event),
  };
}
