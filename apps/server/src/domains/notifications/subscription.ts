import { randomUUID } from "node:crypto";
import type { StreamQuery } from "@tidings/contracts";
import {
  checkClaimedUser,
  EVERYONE,
  notificationsStream,
  notificationTopicKeys,
} from "@tidings/contracts/notifications";
import type { Subscription } from "../../http/serve-stream-route.ts";
import { ServerError } from "../../server-error.ts";
import type { Principal } from "../auth/authenticate.ts";

/**
 * What a reader of notifications hears: everyone's, their own, their session's, and what is sent to whom their other
 * parameters describe. The token says whose own; a `userId` that the token does not say is refused (S4).
 *
 * @throws ServerError `forbidden`
 */
export function subscribeToNotifications(
  principal: Principal | undefined,
  { userId: claimed, sessionId, ...metadata }: StreamQuery<typeof notificationsStream>,
): Omit<Subscription<typeof notificationsStream>, "maxConnections"> {
  const own = checkClaimedUser(principal?.user.id, claimed);
  if (!own.ok) throw new ServerError("forbidden", own.issues);
  const clientId = randomUUID();
  const keys = notificationTopicKeys({ clientId, userId: own.data, sessionId, metadata });
  return {
    topics: [EVERYONE, ...keys].map((key) => notificationsStream.topic(key)),
    greeting: { clientId, timestamp: Date.now() },
  };
}
