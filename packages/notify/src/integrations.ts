import type { EventData } from "@tidings/contracts";
import type { notificationsStream } from "@tidings/contracts/notifications";
import { audience, type Everyone, everyone, type ToUsers, usersOf } from "./audience.ts";
import type { Publisher } from "./publisher.ts";

type Details = Readonly<Record<string, unknown>>;

/**
 * The integration helpers of brief 003. Each resolves when the event log has stored the event, and rejects if the event
 * was refused. Those that resolve with a number give how many connections of this node the event was addressed to.
 */
export interface Integrations003 {
  /** `notification` of the type `job_completion`; `details.result` or `details.error` is its message if it is text. */
  notifyJobCompletion(jobId: string, userId: string, result: "success" | "error", details?: Details): Promise<void>;
  /** `progress`, from 0 to 100. */
  updateOperationProgress(
    operationId: string,
    userId: string,
    progress: number,
    message?: string,
    metadata?: Details,
  ): Promise<void>;
  /**
   * `system` with a title, to everyone or to some. The default severity is `info`; `critical` has the level `error`.
   */
  announceSystemUpdate(
    title: string,
    message: string,
    severity?: "info" | "warning" | "critical",
    ...targetUsers: ToUsers
  ): Promise<number>;
  /** `update` of the entity's type, to everyone or to some. */
  notifyDataChange(
    entityType: string,
    entityId: string,
    changeType: "created" | "updated" | "deleted",
    data: unknown,
    ...affectedUsers: ToUsers
  ): Promise<number>;
  /** `notification` of the type `new_message`, to the recipients; never to the sender. */
  notifyNewMessage(
    conversationId: string,
    senderId: string,
    recipientIds: readonly string[],
    messagePreview: string,
    metadata?: Details,
  ): Promise<number>;
  /** `user_activity`, to everyone or to some; it expires after half a minute. */
  notifyUserActivity(
    userId: string,
    activity: EventData<typeof notificationsStream, "user_activity">["activity"],
    ...context: readonly [] | readonly [contextUsers: readonly string[] | Everyone, metadata?: Details]
  ): Promise<number>;
  /** `metrics`, to everyone or to some; a slow reader gets the newest of each type only. */
  notifyMetricsUpdate(
    metricType: string,
    value: number | string,
    change?: number,
    ...targetUsers: ToUsers
  ): Promise<number>;
}

const LEVEL = { info: "info", warning: "warning", critical: "error" } as const;

/** Makes {@link Integrations003} on a publisher. */
export function createIntegrations({ deliver }: Publisher): Integrations003 {
  return {
    async notifyJobCompletion(jobId, userId, result, details) {
      const title = result === "success" ? "Job finished" : "Job failed";
      const text = result === "success" ? details?.result : details?.error;
      const message = typeof text === "string" ? text : jobId;
      const data = { type: "job_completion", jobId, result, title, message, ...(details && { details }) };
      await deliver(audience([userId]), { event: "notification", data });
    },
    async updateOperationProgress(operationId, userId, progress, message, metadata) {
      const data = { operationId, progress, message, ...(metadata && { metadata }) };
      await deliver(audience([userId]), { event: "progress", data });
    },
    async announceSystemUpdate(title, message, severity = "info", ...to) {
      const data = { message, level: LEVEL[severity], title, severity };
      return deliver(audience(usersOf(to)), { event: "system", data });
    },
    async notifyDataChange(entityType, entityId, changeType, data, ...to) {
      const change = { entityId, changeType, data };
      return deliver(audience(usersOf(to)), { event: "update", data: { type: entityType, data: change } });
    },
    async notifyNewMessage(conversationId, senderId, recipientIds, messagePreview, metadata) {
      const others = recipientIds.filter((recipient) => recipient !== senderId);
      const title = "New message";
      const data = { type: "new_message", conversationId, senderId, title, message: messagePreview };
      return deliver(audience(others), { event: "notification", data: { ...data, ...(metadata && { metadata }) } });
    },
    async notifyUserActivity(userId, activity, ...context) {
      const users = context.length === 0 ? everyone : usersOf([context[0]]);
      const metadata = context[1];
      const data = { userId, activity, ...(metadata && { metadata }) };
      return deliver(audience(users), { event: "user_activity", data });
    },
    async notifyMetricsUpdate(metricType, value, change, ...to) {
      return deliver(audience(usersOf(to)), { event: "metrics", data: { metricType, value, change } });
    },
  };
}
