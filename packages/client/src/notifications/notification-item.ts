import type { EventDisplay, Tone } from "@tidings/contracts";
import { notificationsStream } from "@tidings/contracts/notifications";
import type { EventStream } from "../streams/event-stream.ts";

/** A notification as a list shows it. */
export interface NotificationItem {
  readonly id: string;
  /** The name of the event that brought it. */
  readonly event: "notification" | "system" | "success" | "error";
  readonly tone: Tone;
  readonly title?: string | undefined;
  readonly text: string;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  readonly isRead: boolean;
}

/** Notifications that a page remembers; the oldest go for newer ones. */
const MAX_NOTIFICATIONS = 100;

/**
 * Hears what has something to tell a person, worded by the contract. Updates, progress and custom events are for the
 * page's own use.
 */
export function hearNotifications(
  stream: EventStream<typeof notificationsStream>,
  hear: (item: NotificationItem) => void,
): void {
  const { notification, system, success, error } = notificationsStream.events;
  stream.on("notification", ({ event, data, ...rest }) => {
    hear(toItem({ event, ...rest }, notification.display(data), data));
  });
  stream.on("system", ({ event, data, ...rest }) => hear(toItem({ event, ...rest }, system.display(data), data)));
  stream.on("success", ({ event, data, ...rest }) => hear(toItem({ event, ...rest }, success.display(data))));
  stream.on("error", ({ event, data, ...rest }) => hear(toItem({ event, ...rest }, error.display(data))));
}

/** Adds one, newest first. */
export function addNotification(
  items: readonly NotificationItem[],
  item: NotificationItem,
): readonly NotificationItem[] {
  return [item, ...items].slice(0, MAX_NOTIFICATIONS);
}

function toItem(
  { event, id, receivedAt }: Pick<NotificationItem, "event" | "id"> & { readonly receivedAt: number },
  { tone, summary }: EventDisplay,
  { title, message }: { readonly title?: string | undefined; readonly message?: string | undefined } = {},
): NotificationItem {
  // The summary is one line for both; where there are two things to say, a list shows them apart.
  const words = title && message ? { title, text: message } : { text: summary };
  return { id, event, tone, ...words, at: receivedAt, isRead: false };
}
