import { sampleUsers } from "@tidings/contracts/auth";
import {
  type Appointment,
  type HealthRecord,
  type Prescription,
  sampleAppointment,
  samplePrescription,
  sampleRecord,
} from "@tidings/contracts/records";

/** The rows that a records mock begins with. */
export interface RecordRows {
  readonly records: readonly HealthRecord[];
  readonly prescriptions: readonly Prescription[];
  readonly appointments: readonly Appointment[];
}

const HOUR_MS = 60 * 60 * 1000;

/** The contract's samples for Ada, something of Grace's and something for everyone, around `now`. */
export function seedRecords(now: number): RecordRows {
  const { grace } = sampleUsers;
  const at = (hours: number) => new Date(now + hours * HOUR_MS).toISOString();
  const times = (hours: number) => ({ createdAt: at(hours), updatedAt: at(hours) });
  return {
    records: [
      { ...sampleRecord, ...times(-2) },
      {
        ...sampleRecord,
        ...times(-30),
        id: "6e51df99-b273-4f0c-8f8a-9daebfc0d006",
        title: "Allergies",
        details: "Penicillin: none. Pollen: birch and hazel",
      },
      {
        ...sampleRecord,
        ...times(-50),
        id: "4c3fbd77-9051-4eab-8d68-7b8c9dae0b04",
        userId: grace.id,
        title: "Opening hours in March",
        details: "The practice opens at eight, on Saturdays at nine.",
        visibility: "everyone",
      },
      {
        ...sampleRecord,
        ...times(-60),
        id: "5d40ce88-a162-4fbc-9e79-8c9daebf1c05",
        userId: grace.id,
        title: "X-ray of the left wrist",
        details: "No fracture",
      },
    ],
    prescriptions: [
      { ...samplePrescription, ...times(-3), status: "approved" },
      {
        ...samplePrescription,
        ...times(-5),
        id: "7f62e0aa-c384-4a1d-9a9b-aebfc0d1e107",
        medication: "Cetirizine 10 mg",
        dosage: "Daily",
        status: "pending",
        revision: 1,
      },
      {
        ...samplePrescription,
        ...times(-8),
        id: "8a73f1bb-d495-4b2e-8bac-bfc0d1e2f208",
        userId: grace.id,
        medication: "Ibuprofen 400 mg",
        dosage: "When it hurts",
        status: "pending",
        revision: 1,
      },
    ],
    appointments: [
      // An hour and a half a minute from now: its reminder is soon to come.
      { ...sampleAppointment, startsAt: new Date(now + HOUR_MS + 30_000).toISOString() },
      {
        ...sampleAppointment,
        id: "9b8402cc-e5a6-4c3f-9cbd-c0d1e2f3a309",
        title: "Flu vaccination",
        location: "Room 3",
        startsAt: at(49),
      },
    ],
  };
}
