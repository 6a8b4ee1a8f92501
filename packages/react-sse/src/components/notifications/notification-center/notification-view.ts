import type { Tone } from "@tidings/contracts";

/** What a list shows of a notification. The `NotificationItem` of `useNotifications` is one. */
export interface NotificationView {
  readonly id: string;
  readonly tone: Tone;
  readonly title?: string | undefined;
  readonly text: string;
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  readonly isRead: boolean;
}

/** What a list of notifications shows, and its actions. */
export interface NotificationListOptions {
  /** Newest first. */
  readonly notifications: readonly NotificationView[];
  /** Shows a button on each that marks it as read, or as unread again. */
  readonly onRead?: ((id: string, isRead: boolean) => void) | undefined;
  /** Shows a button that marks them all as read. */
  readonly onReadAll?: (() => void) | undefined;
  /** Shows a button that removes them all. */
  readonly onClear?: (() => void) | undefined;
  /** The list's name. Default "Notifications". */
  readonly label?: string | undefined;
  /** The time, in milliseconds since 1970. Default: the clock, read once a minute. */
  readonly now?: number | undefined;
}
