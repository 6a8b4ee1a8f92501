import type { EventData } from "@tidings/contracts";
import type { Appointment, HealthRecord, Prescription, recordsStream } from "@tidings/contracts/records";

/** What the records stream keeps up. */
export interface RecordsState {
  /** One's own and everyone's, newest first. */
  readonly records: readonly HealthRecord[];
  /** Newest first. */
  readonly prescriptions: readonly Prescription[];
  /** The next first. */
  readonly appointments: readonly Appointment[];
}

/** The state with a record as the server just showed it; an older revision changes nothing (D6.2). */
export function mergeRecord(state: RecordsState, record: HealthRecord): RecordsState {
  const records = mergeByRevision(state.records, record);
  return records === state.records ? state : { ...state, records };
}

/** The state with a prescription as the server just answered it. */
export function mergePrescription(state: RecordsState, prescription: Prescription): RecordsState {
  const prescriptions = mergeByRevision(state.prescriptions, prescription);
  return prescriptions === state.prescriptions ? state : { ...state, prescriptions };
}

/** The state after a change of status. Undefined where the prescription is not among them. */
export function applyPrescriptionStatus(
  state: RecordsState,
  { prescriptionId, status, revision }: EventData<typeof recordsStream, "prescription.statusChanged">,
): RecordsState | undefined {
  const known = state.prescriptions.find(({ id }) => id === prescriptionId);
  return known && mergePrescription(state, { ...known, status, revision });
}

/** The state with an appointment as the server just answered it, in its place by time. */
export function mergeAppointment(state: RecordsState, appointment: Appointment): RecordsState {
  const others = state.appointments.filter(({ id }) => id !== appointment.id);
  const appointments = [...others, appointment].sort((a, b) => a.startsAt.localeCompare(b.startsAt));
  return { ...state, appointments };
}

/**
 * The state after a reminder. Undefined where the appointment is not among them; a reminder for a time that the
 * appointment no longer has is ignored.
 */
export function applyReminder(
  state: RecordsState,
  { appointmentId, startsAt, remindMinutes }: EventData<typeof recordsStream, "appointment.reminder">,
): RecordsState | undefined {
  const known = state.appointments.find(({ id }) => id === appointmentId);
  if (known === undefined || known.remindedAt !== null || known.startsAt !== startsAt) return known && state;
  // The event does not say when it was sent: it comes due then, and is late only after a restart.
  const dueAt = new Date(Date.parse(startsAt) - remindMinutes * 60_000);
  // Where that is no moment, only that it was sent is known.
  const remindedAt = Number.isNaN(dueAt.getTime()) ? startsAt : dueAt.toISOString();
  return mergeAppointment(state, { ...known, remindedAt });
}

function mergeByRevision<Row extends { readonly id: string; readonly revision: number }>(
  rows: readonly Row[],
  row: Row,
): readonly Row[] {
  const index = rows.findIndex(({ id }) => id === row.id);
  const known = rows[index];
  if (known === undefined) return [row, ...rows];
  return known.revision >= row.revision ? rows : rows.with(index, row);
}
