export type { Change, ChangeMapper, ChangeSource, DeadLetter, SharedChangeSource } from "./change.ts";
export { createRelay, type Relay, type RelayOptions, type RelayReport } from "./relay.ts";
