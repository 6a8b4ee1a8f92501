import { createIntegrations, type Integrations003 } from "./integrations.ts";
import { createNotifications, type Notifications003 } from "./notifications.ts";
import { createPublisher, type NotifyOptions, type PublishingHub } from "./publisher.ts";
import { createRecords, type Records004 } from "./records.ts";

/** Every publishing function, over one hub. They need no `this`: take out what you use. */
export type Notify = Notifications003 & Integrations003 & Records004;

/**
 * Makes the publishing functions over a hub. What breaks its contract throws a NotifyError where it is called.
 *
 * @example
 * const { notifyUser, systemNotification } = createNotify(hub);
 * notifyUser("user123", { event: "notification", data: { title: "Welcome!", message: "Thanks for joining!" } });
 */
export function createNotify(hub: PublishingHub, options: NotifyOptions = {}): Notify {
  const publisher = createPublisher(hub, options);
  return { ...createNotifications(publisher, hub), ...createIntegrations(publisher), ...createRecords(publisher) };
}
