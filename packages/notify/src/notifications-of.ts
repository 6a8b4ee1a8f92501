import {
  type ClientFilter,
  EVERYONE,
  notificationsStream,
  notificationTopicKeys,
} from "@tidings/contracts/notifications";
import type { ServeOptions } from "@tidings/hub/web";

/**
 * Who listens. The caller must have authenticated them. Without a user, session or metadata the connection gets only
 * what is sent to everyone.
 */
export type NotificationsOwner = Omit<ClientFilter, "clientId">;

/** The options for `serveStream` for one listener's notifications. */
export interface NotificationsServing extends ServeOptions<typeof notificationsStream> {
  /** `clientId` is this connection's own: `notifyClients({ clientId }, ...)` reaches it alone. */
  readonly greeting: { readonly clientId: string; readonly timestamp: number };
}

/**
 * Makes the options for `serveStream` of `@tidings/hub/web` or `@tidings/hub/node` that serve one listener's
 * notifications. Call it again for each connection.
 *
 * @example export const GET = (request: Request) => serveStream(hub, request, notificationsOf({ userId: "user123" }));
 */
export function notificationsOf(owner: NotificationsOwner = {}): NotificationsServing {
  const clientId = crypto.randomUUID();
  const { userId, sessionId } = owner;
  return {
    stream: notificationsStream,
    topics: [EVERYONE, ...notificationTopicKeys({ ...owner, clientId })].map((key) => notificationsStream.topic(key)),
    greeting: { clientId, timestamp: Date.now() },
    principal: userId === undefined ? undefined : { id: userId, sessionId },
  };
}
