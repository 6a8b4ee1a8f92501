export { describeEventLog, type MakeLog } from "./describe-event-log.ts";
export { createRecordingSink, type RecordingSink } from "./recording-sink.ts";
