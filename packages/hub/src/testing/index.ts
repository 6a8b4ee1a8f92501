export { createLossyLog, type LossyLog } from "./lossy-log.ts";
export { createRecordingSink, type RecordingSink } from "./recording-sink.ts";
