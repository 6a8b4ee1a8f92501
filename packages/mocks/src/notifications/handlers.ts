import {
  checkClaimedUser,
  demoEvent,
  demoTarget,
  EVERYONE,
  getNotificationStats,
  notificationsStream,
  notificationTopicKeys,
  sendDemoNotification,
} from "@tidings/contracts/notifications";
import type { HttpHandler } from "msw";
import { MocksError } from "../error.ts";
import { failure } from "../server/answer.ts";
import { mockEndpoint } from "../server/mock-endpoint.ts";
import { mockStream } from "../server/mock-stream.ts";
import type { NotificationsMock } from "./notifications-mock.ts";

/** The stream and the endpoints of brief 003, with the rules of the real server. */
export function notificationsHandlers({
  server,
  send,
  stats,
}: Pick<NotificationsMock, "server" | "send" | "stats">): readonly HttpHandler[] {
  return [
    mockStream(server, notificationsStream, {
      refuse({ user, query: { userId: claimed } }) {
        const own = checkClaimedUser(user?.id, claimed);
        return own.ok ? undefined : failure(403, own.issues);
      },
      topics: ({ user, query: { userId: _claimed, sessionId, ...metadata } }) => [
        EVERYONE,
        ...notificationTopicKeys({ userId: user?.id, sessionId, metadata }),
      ],
      greeting: (fields) => ({ clientId: fields.connectionId, timestamp: server.clock.now(), ...fields }),
    }),

    mockEndpoint(server, getNotificationStats, () => {
      const data = stats();
      // The numbers are at the top level too, because the brief prints them there.
      const answer = { data, ...data };
      return answer;
    }),
    mockEndpoint(server, sendDemoNotification, ({ user, body }) => {
      const target = demoTarget(user, body);
      if (!target.ok) return failure(403, target.issues);
      const event = demoEvent(body);
      if (!event.ok) return failure(400, event.issues);
      try {
        return { data: { clients: send(event.data, target.data) }, message: "Notification sent" };
      } catch (error) {
        if (error instanceof MocksError) return failure(400, [error.message]);
        throw error;
      }
    }),
  ];
}
