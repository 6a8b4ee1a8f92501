export type { ConnectRequest } from "./connect-request.ts";
export type { CloseReason, Connection, Principal } from "./connection.ts";
export type { ConnectionSelector } from "./connection-selector.ts";
export { HubError, type HubErrorCode, isRefusedPublication } from "./error.ts";
export type { EventLog, LogEvent, LogPage, NewEvent, ReadRequest } from "./event-log.ts";
export {
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
