import type { StreamQuery } from "@tidings/contracts";
import { notificationsStream } from "@tidings/contracts/notifications";
import type { Client } from "../client.ts";
import { type EventStore, shareEventStore } from "../stores/shared-event-stores.ts";
import { addNotification, hearNotifications, type NotificationItem } from "./notification-item.ts";
import { hearOperations, type Operation } from "./operation.ts";

/**
 * Finds a client's store of a query. The functions name this type: without it TypeScript writes the query's fields out into
 * the published declarations, which an application without `skipLibCheck` cannot compile.
 */
type StoreOf<State> = (client: Client, query: StreamQuery<typeof notificationsStream> | undefined) => EventStore<State>;

/**
 * The store of what came over a client's notifications stream for a person to read, newest first, at most 100.
 *
 * @example
 * const store = notificationsOf(client, undefined);
 * store.subscribe(() => render(store.getSnapshot()));
 */
export const notificationsOf: StoreOf<readonly NotificationItem[]> = shareEventStore<
  typeof notificationsStream,
  readonly NotificationItem[]
>({
  stream: notificationsStream,
  initial: [],
  listen: (stream, apply) => hearNotifications(stream, (item) => apply((items) => addNotification(items, item))),
});

/** The store of what takes a while and how far it is, by a client's notifications stream; at most 50. */
export const operationsOf: StoreOf<readonly Operation[]> = shareEventStore<
  typeof notificationsStream,
  readonly Operation[]
>({
  stream: notificationsStream,
  initial: [],
  listen: hearOperations,
});
