export type { RecordShelf } from "./shelf.ts";
export { createRecordsWorld, type RecordsWorld, type RecordsWorldOptions } from "./world.ts";
