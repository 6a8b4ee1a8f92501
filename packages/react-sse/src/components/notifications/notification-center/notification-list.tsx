"use client";

import { type ComponentProps, type ReactNode, useId } from "react";
import { EnvelopePicture } from "../../shared/envelope-picture.tsx";
import { useMinute } from "../../shared/use-minute.ts";
import { NotificationEntry } from "./notification-entry.tsx";
import type { NotificationListOptions } from "./notification-view.ts";

/** Props of {@link NotificationList}; everything else goes to its `<section>`. */
export interface NotificationListProps extends NotificationListOptions, Omit<ComponentProps<"section">, "children"> {}

/**
 * Notifications under a heading, with their actions. It is not a live region: toasts and the announcer announce new
 * notifications.
 *
 * @example <NotificationList notifications={notifications} onRead={markRead} onReadAll={markAllRead} onClear={clear} />
 */
export function NotificationList({
  notifications,
  onRead,
  onReadAll,
  onClear,
  label = "Notifications",
  now,
  ...rest
}: NotificationListProps): ReactNode {
  const headingId = useId();
  const minute = useMinute(now === undefined && notifications.length > 0);
  const unread = notifications.filter(({ isRead }) => !isRead).length;
  return (
    <section
      data-slot="notification-list"
      data-status={notifications.length === 0 ? "empty" : unread === 0 ? "read" : "unread"}
      aria-labelledby={headingId}
      {...rest}
    >
      <div data-slot="notification-head">
        <h2 id={headingId} className="tidings-subheading">
          {label}
        </h2>
        {onReadAll && (
          <Action available={unread > 0} does={onReadAll}>
            Mark all as read
          </Action>
        )}
        {onClear && (
          <Action available={notifications.length > 0} does={onClear}>
            Clear
          </Action>
        )}
      </div>
      {notifications.length === 0 ? (
        <div data-slot="notification-none">
          <EnvelopePicture />
          <p>You're all caught up. New notifications appear here.</p>
        </div>
      ) : (
        <ul data-slot="notification-items">
          {notifications.map((notification) => (
            <NotificationEntry key={notification.id} notification={notification} now={now ?? minute} onRead={onRead} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** A button that stays on the page when it has nothing to do, so that pressing it does not lose the focus. */
function Action({
  available,
  does,
  children,
}: {
  readonly available: boolean;
  does(): void;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <button
      type="button"
      className="tidings-button"
      data-variant="quiet"
      data-size="small"
      aria-disabled={!available}
      onClick={() => available && does()}
    >
      {children}
    </button>
  );
}
