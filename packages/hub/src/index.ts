export type { Bus, BusMessage, BusReport } from "./bus/bus.ts";
export type { UserSession } from "./connection/belongs-to.ts";
export type { ConnectRequest } from "./connection/connect-request.ts";
export type { CloseReason, Connection, Principal } from "./connection/connection.ts";
export type { ChunkableBytes } from "./encoding/chunkable-bytes.ts";
export type { EncodedEvents } from "./encoding/encoded-events.ts";
export { HubError, type HubErrorCode, isRefusedPublication } from "./error.ts";
export {
  createHub,
  type Hub,
  type HubOptions,
  type HubReport,
  type HubStats,
} from "./hub.ts";
export type { HubLimits } from "./limits.ts";
export type { EventLog, LogEvent, LogPage, NewEvent, ReadRequest } from "./log/event-log.ts";
export { checkEventName } from "./log/event-name.ts";
export { formatPosition, type Position, parsePosition } from "./log/position.ts";
export type { Retention } from "./log/retention.ts";
export { createSubscribers, type Subscribers } from "./log/subscribers.ts";
export type { NodeState, Nodes, PresenceChange } from "./nodes/nodes.ts";
export { numberOption } from "./number-option.ts";
export { checkPublications, type Publication, type PublishOptions, publication } from "./publication.ts";
export type { Sink, SinkListener } from "./sink/sink.ts";
