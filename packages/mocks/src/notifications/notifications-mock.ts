import type { PublishableEvent } from "@tidings/contracts";
import { sampleUsers, type User } from "@tidings/contracts/auth";
import {
  EVERYONE,
  type NotificationStats,
  notificationsStream,
  notificationTopicKeys,
} from "@tidings/contracts/notifications";
import { MAX_TIMER_MS } from "@tidings/contracts/number-option";
import type { HttpHandler } from "msw";
import { numberOption } from "../number-option.ts";
import { inOrder } from "../server/in-order.ts";
import { createMockServer, type MockServer } from "../server/mock-server.ts";
import { notificationsHandlers } from "./handlers.ts";
import { pingWhileHeard } from "./ping.ts";

const PING = { fallback: 30_000, min: 1, max: MAX_TIMER_MS, orInfinity: true };

/** What {@link createNotificationsMock} takes. */
export interface NotificationsMockOptions {
  /** A server to share with other mocks, with its users and network. Default: a new one. */
  readonly server?: MockServer | undefined;
  /** The user of every request, if the mock makes its own server. Default: Ada. */
  readonly signedInAs?: User | undefined;
  /** Milliseconds between two `ping` events. Default 30,000; from 1 to 2^31-1; Infinity sends none. */
  readonly pingMs?: number | undefined;
}

/** The notifications system in memory: a stream for anyone, its statistics, and a way to try it out. */
export interface NotificationsMock {
  readonly server: MockServer;
  /** For `setupWorker`, `setupServer` or a story. */
  readonly handlers: readonly HttpHandler[];
  /**
   * Sends an event to one user, or to everyone.
   *
   * @returns how many connections it was sent to
   * @throws MocksError as `MockServer.publish` does
   * @example mock.send({ event: "success", data: { message: "Saved" } }, sampleUsers.ada.id)
   */
  send(event: PublishableEvent<typeof notificationsStream>, userId?: string): number;
  /** The numbers of `GET /api/sse/stats`. */
  stats(): NotificationStats;
  /** @see MockServer.close */
  close(): void;
}

/**
 * Makes a notifications mock.
 *
 * @throws MocksError `invalid_options`
 * @example
 * const app = createMockApp();
 * const notifications = createNotificationsMock(app);
 * setupWorker(...app.handlers(notifications));
 */
export function createNotificationsMock({
  signedInAs = sampleUsers.ada,
  server = createMockServer({ identify: () => signedInAs }),
  ...options
}: NotificationsMockOptions = {}): NotificationsMock {
  const pingMs = numberOption("createNotificationsMock's pingMs", options.pingMs, PING);
  let sent = 0;
  let lastEventTime: number | null = null;

  const deliver = (key: string, event: PublishableEvent<typeof notificationsStream>) => {
    const topic = notificationsStream.topic(key);
    server.publish(topic, event);
    const clients = server.connectionsOf(notificationsStream).filter(({ topics }) => topics.has(topic.name)).length;
    sent += clients;
    return clients;
  };
  pingWhileHeard(server, pingMs, () => {
    deliver(EVERYONE, { event: "ping", data: { timestamp: server.clock.now() } });
  });

  const mock = {
    server,
    send(event, userId) {
      const [key = EVERYONE] = userId === undefined ? [] : notificationTopicKeys({ userId });
      const clients = deliver(key, event);
      if (clients > 0) lastEventTime = server.clock.now();
      return clients;
    },
    stats() {
      const open = server.connectionsOf(notificationsStream);
      const clientsByUser: Record<string, number> = {};
      for (const { user } of open) if (user) clientsByUser[user.id] = (clientsByUser[user.id] ?? 0) + 1;
      const age = open.reduce((sum, { openedAt }) => sum + server.clock.now() - openedAt, 0);
      return {
        totalClients: open.length,
        clientsByUser,
        averageConnectionDuration: open.length === 0 ? 0 : Math.round(age / open.length),
        totalEventsSent: sent,
        lastEventTime,
      };
    },
    close: server.close,
  } satisfies Omit<NotificationsMock, "handlers">;

  return { ...mock, handlers: inOrder(notificationsHandlers(mock)) };
}
