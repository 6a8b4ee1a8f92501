export { createRecordsQuery, type RecordsOptions } from "./records-query.ts";
export {
  applyPrescriptionStatus,
  applyReminder,
  mergeAppointment,
  mergePrescription,
  mergeRecord,
  type RecordsState,
} from "./reduce-records.ts";
