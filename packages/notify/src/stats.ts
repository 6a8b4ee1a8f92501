import type { NotificationStats } from "@tidings/contracts/notifications";
import { notificationsStream } from "@tidings/contracts/notifications";
import type { Connection, Hub, HubReport, LogEvent } from "@tidings/hub";

/** Follows what a hub reports of one stream, for what its connections do not know any more. */
export class StreamActivity {
  readonly #stream: string;
  #eventsOfClosed = 0;
  #lastEventTime: number | null = null;

  /** @param stream The stream's name. */
  constructor(stream: string) {
    this.#stream = stream;
  }

  /** Events handed to connections that are closed now. */
  get eventsOfClosed(): number {
    return this.#eventsOfClosed;
  }

  /** When the last event that was no `ping` went out, in milliseconds since 1970; null before the first. */
  get lastEventTime(): number | null {
    return this.#lastEventTime;
  }

  /** Give it every report of the hub. */
  observe(report: HubReport): void {
    if (report.type === "closed" && report.connection.stream.name === this.#stream) {
      this.#eventsOfClosed += report.connection.events;
    }
    if (report.type !== "sent") return;
    const news = ({ topic, event }: LogEvent) => event !== "ping" && topic.startsWith(`${this.#stream}/`);
    if (report.events.some(news)) this.#lastEventTime = Date.now();
  }
}

/** What is known of one stream's connections on this node. */
export interface StreamStats {
  readonly connections: number;
  readonly byUser: Readonly<Record<string, number>>;
  /** Milliseconds. */
  readonly averageDuration: number;
  readonly eventsSent: number;
  readonly lastEventTime: number | null;
}

/** Counts a stream's connections. */
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
