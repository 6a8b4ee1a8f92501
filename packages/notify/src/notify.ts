import { createIntegrations, type Integrations003 } from "./integrations.ts";
import { createNotifications, type Notifications003 } from "./notifications.ts";
import { createPublisher, type NotifyOptions, type PublishingHub } from "./publisher.ts";
import { createRecords, type Records004 } from "./records.ts";

/** Every publishing function of one hub. They need no `this`, so you may destructure them. */
export type Notify = Notifications003 & Integrations003 & Records004;

/**
 * Makes the publishing functions of a hub. An event that breaks its contract throws a NotifyError at the call.
 *
 * @example
 * const { notifyUser, systemNotification } = createNotify(hub);
 * notifyUser("user123", { event: "notification", data: { title: "Welcome!", message: "Thanks for joining!" } });
 */
export function createNotify(hub: PublishingHub, options: NotifyOptions = {}): Notify {
  const publisher = createPublisher(hub, options);
  return { ...createNotifications(publisher, hub), ...createIntegrations(publisher), ...createRecords(publisher) };
}
