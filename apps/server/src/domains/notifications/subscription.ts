import { randomUUID } from "node:crypto";
import { Refusal } from "@tidings/admission";
import type { Subscription } from "@tidings/admission/http";
import type { StreamQuery } from "@tidings/contracts";
import {
  checkClaimedUser,
  EVERYONE,
  notificationsStream,
  notificationTopicKeys,
} from "@tidings/contracts/notifications";
import type { Caller } from "../../auth/authenticate.ts";

/**
 * The topics of a notifications reader: everyone's, the user's, the session's, and those of the other parameters. The
 * token decides the user; a `userId` that differs from it is refused (S4).
 *
 * @throws Refusal `forbidden`
 */
export function subscribeToNotifications(
  principal: Caller | undefined,
  { userId: claimed, sessionId, ...metadata }: StreamQuery<typeof notificationsStream>,
): Omit<Subscription<typeof notificationsStream>, "maxConnections"> {
  const own = checkClaimedUser(principal?.user.id, claimed);
  if (!own.ok) throw new Refusal("forbidden", own.issues);
  const clientId = randomUUID();
  const keys = notificationTopicKeys({ clientId, userId: own.data, sessionId, metadata });
  return {
    topics: [EVERYONE, ...keys].map((key) => notificationsStream.topic(key)),
    greeting: { clientId, timestamp: Date.now() },
  };
}
