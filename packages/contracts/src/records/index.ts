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
  isAdminEventName,
  isCustomEventName,
  isRecordEventName,
  type RecordEventName,
  recordEventNames,
  splitEventNames,
  unknownEventNames,
} from "./event-filter.ts";
export {
  type Appointment,
  appointment,
  type HealthRecord,
  type Prescription,
  type PrescriptionStatus,
  prescription,
  prescriptionStatus,
  prescriptionStatuses,
  prescriptionStatusTone,
  record,
  sampleAppointment,
  samplePrescription,
  sampleRecord,
} from "./record.ts";
export { recordsStream } from "./stream.ts";
export { type RecordsAudience, recordsListenKeys, recordsPublishKeys } from "./topic-keys.ts";
