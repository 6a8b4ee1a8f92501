import type { NotificationStats } from "@tidings/contracts/notifications";
import { notificationsStream } from "@tidings/contracts/notifications";
import type { Connection, Hub } from "@tidings/hub";
import type { StreamActivity } from "./stream-activity.ts";

/** The statistics of one stream's connections on this node. */
export interface StreamStats {
  readonly connections: number;
  readonly byUser: Readonly<Record<string, number>>;
  /** Milliseconds. */
  readonly averageDuration: number;
  readonly eventsSent: number;
  readonly lastEventTime: number | null;
}

/** Computes the statistics of a stream. */
export function readStreamStats(
  hub: Pick<Hub, "connections">,
  stream: { readonly name: string },
  activity: StreamActivity,
): StreamStats {
  const open: Connection[] = [...hub.connections()].filter((connection) => connection.stream.name === stream.name);
  const now = Date.now();
  const users = new Map<string, number>();
  for (const { principal } of open) if (principal) users.set(principal.id, (users.get(principal.id) ?? 0) + 1);
  const duration = open.reduce((sum, { openedAt }) => sum + now - openedAt, 0);
  return {
    connections: open.length,
    byUser: Object.fromEntries(users),
    averageDuration: open.length === 0 ? 0 : Math.round(duration / open.length),
    eventsSent: open.reduce((sum, { events }) => sum + events, activity.eventsOfClosed),
    lastEventTime: activity.lastEventTime,
  };
}

/** The numbers of brief 003, under its names. */
export function readNotificationStats(hub: Pick<Hub, "connections">, activity: StreamActivity): NotificationStats {
  const stats = readStreamStats(hub, notificationsStream, activity);
  return {
    totalClients: stats.connections,
    clientsByUser: { ...stats.byUser },
    averageConnectionDuration: stats.averageDuration,
    totalEventsSent: stats.eventsSent,
    lastEventTime: stats.lastEventTime,
  };
}
