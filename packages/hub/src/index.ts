export type { ConnectRequest } from "./connect-request.ts";
export { type CloseReason, Connection, type Principal } from "./connection.ts";
export { HubError, type HubErrorCode, isRefusedPublication } from "./error.ts";
export type { EventLog, LogEvent, LogPage, NewEvent, ReadRequest } from "./event-log.ts";
export {
  type ConnectionSelector,
  createHub,
  type Hub,
  type HubOptions,
  type HubReport,
  type HubStats,
} from "./hub.ts";
export type { HubLimits } from "./limits.ts";
export { formatPosition, type Position, parsePosition } from "./position.ts";
export { checkPublications, type Publication, type PublishOptions, publication } from "./publication.ts";
export type { Retention } from "./retention.ts";
export type { Reader, Sink } from "./sink.ts";
