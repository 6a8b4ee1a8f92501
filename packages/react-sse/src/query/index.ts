export { type LiveDefinition, type LiveQueryOptions, liveQueryOptions } from "./live-query-options.ts";
export { updateLiveData } from "./update-live-data.ts";
export { useQueryStream } from "./use-query-stream.ts";
