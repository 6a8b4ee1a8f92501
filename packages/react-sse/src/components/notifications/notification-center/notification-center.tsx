"use client";

import type { ReactNode } from "react";
import { ConnectionIndicator } from "../../connection/connection-indicator/connection-indicator.tsx";
import type { ConnectionView } from "../../connection/connection-indicator/connection-view.ts";
import { BellIcon } from "../../shared/icons.tsx";
import { NotificationList } from "./notification-list.tsx";
import type { NotificationListOptions } from "./notification-view.ts";
import { usePopover } from "./use-popover.ts";

/** Props of {@link NotificationCenter}. */
export interface NotificationCenterProps extends NotificationListOptions {
  /** The connection. While it is not open, a line below the list says that the list may be outdated. */
  readonly connection?: ConnectionView | undefined;
  /** Called by a button that connects at once. It is shown if waiting does not help or takes long. */
  readonly onReconnect?: (() => void) | undefined;
}

const MAX_COUNT = 99;

/**
 * A bell with the number of unread notifications, and a panel that lists them. The panel is the platform's popover:
 * Escape or a press outside closes it, and focus goes back to the bell.
 *
 * @example
 * const { notifications, markRead, markAllRead, clear } = useNotifications();
 * <NotificationCenter notifications={notifications} onRead={markRead} onReadAll={markAllRead} onClear={clear} />
 */
export function NotificationCenter({
  connection,
  onReconnect,
  label = "Notifications",
  ...list
}: NotificationCenterProps): ReactNode {
  const { trigger, panel } = usePopover();
  const unread = list.notifications.filter(({ isRead }) => !isRead).length;
  const count = unread > MAX_COUNT ? `${MAX_COUNT}+` : String(unread);
  return (
    <div data-slot="notification-center" data-status={unread === 0 ? "read" : "unread"}>
      <button
        type="button"
        className="tidings-button"
        data-slot="notification-bell"
        data-shape="square"
        {...trigger}
        aria-label={`${label}, ${unread === 0 ? "nothing" : count} unread`}
      >
        <BellIcon />
        {unread > 0 && (
          <span data-slot="notification-count" aria-hidden="true">
            {count}
          </span>
        )}
      </button>
      <div {...panel} data-slot="notification-panel">
        <NotificationList {...list} label={label} />
        {connection && connection.state !== "open" && (
          <ConnectionIndicator status={connection} onReconnect={onReconnect} />
        )}
      </div>
    </div>
  );
}
