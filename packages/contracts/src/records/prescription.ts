import * as z from "zod/mini";
import { sampleUsers } from "../auth/user.ts";
import type { Tone } from "../definition/event.ts";
import { time } from "../definition/time.ts";
import { wholeNumber } from "../definition/whole-number.ts";

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

/** A prescription for mocks, stories and documents. */
export const samplePrescription = {
  id: "2a1d9b55-7e3f-4c8b-8d46-5f6e7a8b9c02",
  userId: sampleUsers.ada.id,
  medication: "Amoxicillin 500 mg",
  dosage: "Three times a day for a week",
  status: "ready",
  createdAt: "2026-02-26T05:00:00.000Z",
  updatedAt: "2026-02-26T05:00:00.000Z",
  revision: 2,
} as const satisfies Prescription;
