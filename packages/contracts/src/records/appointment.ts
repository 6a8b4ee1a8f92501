import * as z from "zod/mini";
import { sampleUsers } from "../auth/user.ts";
import { time } from "../definition/time.ts";
import { wholeNumber } from "../definition/whole-number.ts";

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
