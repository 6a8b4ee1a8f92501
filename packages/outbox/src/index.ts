export type { Change, ChangeMapper, ChangeSource, DeadLetter, SharedChangeSource } from "./change.ts";
export { type ChangeHandlers, combineMappers, combineReactions } from "./combine.ts";
export { createRelay, type Relay, type RelayOptions, type RelayReport } from "./relay.ts";
