import {
  type ClientFilter,
  EVERYONE,
  notificationsStream,
  notificationTopicKeys,
} from "@tidings/contracts/notifications";
import type { ServeOptions } from "@tidings/hub/web";

/** Who listens: the caller has made sure of it. Nobody named hears what everyone hears. */
export type NotificationsOwner = Omit<ClientFilter, "clientId">;

/** What a hub needs to serve somebody's notifications. */
export interface NotificationsServing extends ServeOptions<typeof notificationsStream> {
  /** `clientId` is this connection's own: `notifyClients({ clientId }, ...)` reaches it alone. */
  readonly greeting: { readonly clientId: string; readonly timestamp: number };
}

/**
 * Somebody's notifications for `serveStream`, of `@tidings/hub/web` and `@tidings/hub/node` alike. Call it for each
 * connection anew.
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
