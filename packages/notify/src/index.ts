export { type ClientSelector, type Everyone, everyone, type ToUser, type ToUsers } from "./audience.ts";
export { NotifyError, type NotifyErrorCode } from "./error.ts";
export type { Integrations003 } from "./integrations.ts";
export type { Notifications003, SSEEvent } from "./notifications.ts";
export { type NotificationsOwner, type NotificationsServing, notificationsOf } from "./notifications-of.ts";
export { createNotify, type Notify } from "./notify.ts";
export { startPing } from "./ping.ts";
export type { NotifyOptions, PublishingHub } from "./publisher.ts";
export type { Records004 } from "./records.ts";
export { type RecordsOwner, type RecordsServing, recordsOf } from "./records-of.ts";
export {
  type CreateConnectionOptions,
  type CreatedConnection,
  type CreateRecordsConnectionOptions,
  SSEManager,
  type SSEManagerOptions,
} from "./sse-manager.ts";
export { readNotificationStats, readStreamStats, type StreamStats } from "./stats.ts";
export { type NotificationFacts, readStatsOfNodes, type StatsOfNodes } from "./stats-of-nodes.ts";
export { StreamActivity } from "./stream-activity.ts";
