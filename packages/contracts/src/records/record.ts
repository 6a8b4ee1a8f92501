import * as z from "zod/mini";
import { sampleUsers } from "../auth/user.ts";
import type { Tone } from "../definition/event.ts";
import { time } from "../definition/time.ts";
import { wholeNumber } from "../definition/whole-number.ts";

/** Who hears of a record: everyone who is signed in, or its owner alone. */
export const visibility = z.enum(["everyone", "owner"]);

/** A record as the API shows it; times are ISO 8601 in UTC. */
export const record = z.object({
  id: z.string(),
  /** The owner. */
  userId: z.string(),
  title: z.string(),
  details: z.string(),
  visibility,
  createdAt: time("createdAt"),
  updatedAt: time("updatedAt"),
  /** Grows by one with every change; an event with an older one is old news (D6). */
  revision: wholeNumber(),
});
/** {@link record} as a type. */
export type HealthRecord = z.output<typeof record>;

/** Every status of a prescription, in the order that it passes through them; `cancelled` ends it early. */
export const prescriptionStatuses = ["pending", "approved", "ready", "collected", "cancelled"] as const;
/** One of {@link prescriptionStatuses}. */
export const prescriptionStatus = z.enum(prescriptionStatuses, {
  error: `status must be one of ${prescriptionStatuses.join(", ")}`,
});
/** {@link prescriptionStatus} as a type. */
export type PrescriptionStatus = z.output<typeof prescriptionStatus>;

/** How each status of a prescription looks: decided here once, for badges and toasts. */
export const prescriptionStatusTone = {
  pending: "neutral",
  approved: "info",
  ready: "success",
  collected: "neutral",
  cancelled: "danger",
} as const satisfies Record<PrescriptionStatus, Tone>;

/** A prescription as the API shows it. */
export const prescription = z.object({
  id: z.string(),
  /** Whom it is for. */
  userId: z.string(),
  medication: z.string(),
  dosage: z.string(),
  status: prescriptionStatus,
  createdAt: time("createdAt"),
  updatedAt: time("updatedAt"),
  revision: wholeNumber(),
});
/** {@link prescription} as a type. */
export type Prescription = z.output<typeof prescription>;

/** An appointment as the API shows it. */
export const appointment = z.object({
  id: z.string(),
  userId: z.string(),
  title: z.string(),
  location: z.string(),
  startsAt: time("startsAt"),
  /** Minutes before its start at which the reminder is sent. */
  remindMinutes: wholeNumber(),
  cancelled: z.boolean(),
  /** When the reminder was sent; null before. */
  remindedAt: z.nullable(time("remindedAt")),
});
/** {@link appointment} as a type. */
export type Appointment = z.output<typeof appointment>;

const times = { createdAt: "2026-02-26T05:00:00.000Z", updatedAt: "2026-02-26T05:00:00.000Z" } as const;

/** A record for mocks, stories and documents. */
export const sampleRecord = {
  id: "1f0c8a44-6d2e-4b7a-9c35-4e5d6f7a8b01",
  userId: sampleUsers.ada.id,
  title: "Blood test",
  details: "All values within range",
  visibility: "owner",
  ...times,
  revision: 1,
} as const satisfies HealthRecord;

/** A prescription for mocks, stories and documents. */
export const samplePrescription = {
  id: "2a1d9b55-7e3f-4c8b-8d46-5f6e7a8b9c02",
  userId: sampleUsers.ada.id,
  medication: "Amoxicillin 500 mg",
  dosage: "Three times a day for a week",
  status: "ready",
  ...times,
  revision: 2,
} as const satisfies Prescription;

/** An appointment for mocks, stories and documents. */
export const sampleAppointment = {
  id: "3b2eac66-8f40-4d9c-9e57-6a7f8b9cad03",
  userId: sampleUsers.ada.id,
  title: "Check-up with Dr. Lind",
  location: "Room 12",
  startsAt: "2026-02-26T09:00:00.000Z",
  remindMinutes: 60,
  cancelled: false,
  remindedAt: null,
} as const satisfies Appointment;
