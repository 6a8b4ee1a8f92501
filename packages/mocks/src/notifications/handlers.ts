import type { EndpointBody } from "@tidings/contracts";
import { authErrors, type User } from "@tidings/contracts/auth";
import {
  demoEvent,
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

/** The stream and the endpoints of source 003, with the rules of the real server. */
export function notificationsHandlers({
  server,
  send,
  stats,
}: Pick<NotificationsMock, "server" | "send" | "stats">): readonly HttpHandler[] {
  return [
    mockStream(server, notificationsStream, {
      refuse({ user, query: { userId: claimed } }) {
        if (claimed === undefined || claimed === user?.id) return undefined;
        const what = user ? "userId is not the signed-in user" : "Sign in to hear your own notifications";
        return failure(403, [authErrors[403], `${what}, or leave userId out`]);
      },
      topics: ({ user, query: { userId: _claimed, sessionId, ...metadata } }) => [
        EVERYONE,
        ...notificationTopicKeys({ userId: user?.id, sessionId, metadata }),
      ],
      greeting: (fields) => ({ clientId: fields.connectionId, timestamp: server.clock.now(), ...fields }),
    }),

    mockEndpoint(server, getNotificationStats, () => {
      const data = stats();
      // The source prints the bare numbers: they are there too.
      const answer = { data, ...data };
      return answer;
    }),
    mockEndpoint(server, sendDemoNotification, ({ user, body }) => {
      const target = targetOf(user, body);
      if (target === "refused") return failure(403, [authErrors[403], "Send to yourself, or sign in as an admin"]);
      const event = demoEvent(body);
      if (!event.ok) return failure(400, event.issues);
      try {
        return { data: { clients: send(event.data, target) }, message: "Notification sent" };
      } catch (error) {
        if (error instanceof MocksError) return failure(400, [error.message]);
        throw error;
      }
    }),
  ];
}

/** Whom a demo goes to; undefined is everyone. */
function targetOf(user: User, { type, userId }: EndpointBody<typeof sendDemoNotification>) {
  if (user.role === "admin") {
    if (type === "broadcast") return undefined;
    return userId ?? (type === "user" ? user.id : undefined);
  }
  return type === "broadcast" || (userId !== undefined && userId !== user.id) ? "refused" : user.id;
}
