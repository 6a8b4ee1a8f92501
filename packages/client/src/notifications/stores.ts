import { notificationsStream } from "@tidings/contracts/notifications";
import { shareEventStore } from "../stores/shared-event-stores.ts";
import { addNotification, hearNotifications, type NotificationItem } from "./notification-item.ts";
import { hearOperations, type Operation } from "./operation.ts";

/**
 * The store of what came over a client's notifications stream for a person to read, newest first, at most 100.
 *
 * @example
 * const store = notificationsOf(client, undefined);
 * store.subscribe(() => render(store.getSnapshot()));
 */
export const notificationsOf = shareEventStore<typeof notificationsStream, readonly NotificationItem[]>({
  stream: notificationsStream,
  initial: [],
  listen: (stream, apply) => hearNotifications(stream, (item) => apply((items) => addNotification(items, item))),
});

/** The store of what takes a while and how far it is, by a client's notifications stream; at most 50. */
export const operationsOf = shareEventStore<typeof notificationsStream, readonly Operation[]>({
  stream: notificationsStream,
  initial: [],
  listen: hearOperations,
});
