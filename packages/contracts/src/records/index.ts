export { type Appointment, appointment, sampleAppointment } from "./appointment.ts";
export {
  createAppointment,
  createPrescription,
  createRecord,
  getRecordsStats,
  listAppointments,
  listPrescriptions,
  listRecords,
  sendTestEvent,
  updateAppointment,
  updatePrescriptionStatus,
  updateRecord,
} from "./endpoints.ts";
export {
  filteredEventNames,
  isAdminEventName,
  isCustomEventName,
  isRecordEventName,
  type RecordEventName,
  recordEventNames,
  unknownEventNames,
} from "./event-filter.ts";
export {
  type AddressedRecordsEvent,
  appointmentReminder,
  changeableOwner,
  prescriptionEvent,
  recordEvent,
  testEventAudience,
} from "./policy.ts";
export {
  type Prescription,
  type PrescriptionStatus,
  prescription,
  prescriptionStatus,
  prescriptionStatuses,
  prescriptionStatusTone,
  samplePrescription,
} from "./prescription.ts";
export { type HealthRecord, record, sampleRecord } from "./record.ts";
export { recordsStream } from "./stream.ts";
export { testEvent } from "./test-event.ts";
export { type RecordsAudience, recordsListenKeys, recordsPublishKeys } from "./topic-keys.ts";
