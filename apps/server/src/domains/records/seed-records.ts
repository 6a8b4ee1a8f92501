import { sampleUsers } from "@tidings/contracts/auth";
import { sampleAppointment, samplePrescription, sampleRecord } from "@tidings/contracts/records";
import type { RecordRepository } from "./record-repository.ts";

const HOUR_MS = 60 * 60 * 1000;

/** Gives the demo users records, prescriptions on their way, and appointments in the hours and days to come. */
export async function seedRecords(records: RecordRepository): Promise<void> {
  const { ada, grace } = sampleUsers;
  const { title, details } = sampleRecord;
  await records.createRecord(grace.id, {
    title: "Opening hours in March",
    details: "The practice opens at eight, on Saturdays at nine.",
    visibility: "everyone",
  });
  await records.createRecord(grace.id, { title: "X-ray of the left wrist", details: "No fracture" });
  await records.createRecord(ada.id, { title: "Allergies", details: "Penicillin: none. Pollen: birch and hazel" });
  await records.createRecord(ada.id, { title, details });

  const { medication, dosage } = samplePrescription;
  const waiting = await records.createPrescription({ userId: ada.id, medication: "Cetirizine 10 mg", dosage: "Daily" });
  const approved = await records.createPrescription({ userId: ada.id, medication, dosage });
  await records.createPrescription({ userId: grace.id, medication: "Ibuprofen 400 mg", dosage: "When it hurts" });
  if (waiting === undefined || approved === undefined) throw new Error("the demo users are seeded first");
  await records.setPrescriptionStatus(approved.id, "approved");

  const inHours = (hours: number) => new Date(Date.now() + hours * HOUR_MS).toISOString();
  await records.createAppointment(ada.id, {
    title: sampleAppointment.title,
    location: sampleAppointment.location,
    startsAt: inHours(3),
  });
  await records.createAppointment(ada.id, { title: "Flu vaccination", location: "Room 3", startsAt: inHours(49) });
  await records.createAppointment(grace.id, { title: "Wrist, second look", location: "Room 7", startsAt: inHours(26) });
}
