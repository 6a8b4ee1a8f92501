export type { RecordStore } from "./record-store.ts";
export { createRecordsMock, type RecordsMock, type RecordsMockOptions } from "./records-mock.ts";
