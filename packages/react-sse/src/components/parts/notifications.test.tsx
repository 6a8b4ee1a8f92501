import type { ReactNode } from "react";
import { expect, it } from "vitest";
import { partsOf } from "../../testing/parts-of.ts";
import { sampleNotifications, sampleNow } from "../../testing/sample-notifications.ts";
import { NotificationCenter } from "../notifications/notification-center/notification-center.tsx";
import { NotificationList } from "../notifications/notification-center/notification-list.tsx";
import { ProgressList } from "../notifications/progress-list/progress-list.tsx";

const none = () => {};
const read = sampleNotifications.filter(({ isRead }) => isRead);
const closed = { state: "closed", freshness: "stale", attempt: 0, retryAt: undefined } as const;
const running = { id: "u", label: "a.jpg", status: "running", progress: 50, message: "Going" } as const;

/** A part of the kit in one state, and what there is of it for styles and screen readers. */
const states: Readonly<Record<string, { readonly ui: ReactNode; readonly parts: readonly string[] }>> = {
  "a list of notifications": {
    ui: (
      <NotificationList
        notifications={sampleNotifications}
        now={sampleNow}
        onRead={none}
        onReadAll={none}
        onClear={none}
      />
    ),
    parts: [
      "notification-list status=unread; notification-head; h2.subheading",
      "button.button type=button variant=quiet size=small aria-disabled=false",
      "button.button type=button variant=quiet size=small aria-disabled=false; notification-items",
      "notification tone=danger status=unread; icon; notification-words; notification-text; notification-meta",
      "notification-new",
      "button.button type=button variant=quiet size=small shape=square; icon",
      "notification tone=success status=unread; icon; notification-words; notification-text; notification-meta",
      "notification-new",
      "button.button type=button variant=quiet size=small shape=square; icon",
      "notification tone=warning status=unread; icon; notification-words; notification-title; notification-text",
      "notification-meta; notification-new",
      "button.button type=button variant=quiet size=small shape=square; icon",
      "notification tone=info status=read; icon; notification-words; notification-title; notification-text",
      "notification-meta",
      "button.button type=button variant=quiet size=small shape=square; icon",
      "notification tone=neutral status=read; icon; notification-words; notification-text; notification-meta",
      "button.button type=button variant=quiet size=small shape=square; icon",
    ],
  },
  "a list of notifications that were read": {
    ui: <NotificationList notifications={read} now={sampleNow} onRead={none} onReadAll={none} onClear={none} />,
    parts: [
      "notification-list status=read; notification-head; h2.subheading",
      "button.button type=button variant=quiet size=small aria-disabled=true",
      "button.button type=button variant=quiet size=small aria-disabled=false; notification-items",
      "notification tone=info status=read; icon; notification-words; notification-title; notification-text",
      "notification-meta",
      "button.button type=button variant=quiet size=small shape=square; icon",
      "notification tone=neutral status=read; icon; notification-words; notification-text; notification-meta",
      "button.button type=button variant=quiet size=small shape=square; icon",
    ],
  },
  "a list of notifications that only shows": {
    ui: <NotificationList notifications={sampleNotifications} now={sampleNow} className="own" />,
    parts: [
      "notification-list.own status=unread; notification-head; h2.subheading; notification-items",
      "notification tone=danger status=unread; icon; notification-words; notification-text; notification-meta",
      "notification-new; notification tone=success status=unread; icon",
      "notification-words; notification-text; notification-meta; notification-new",
      "notification tone=warning status=unread; icon; notification-words",
      "notification-title; notification-text; notification-meta; notification-new",
      "notification tone=info status=read; icon; notification-words",
      "notification-title; notification-text; notification-meta",
      "notification tone=neutral status=read; icon; notification-words; notification-text; notification-meta",
    ],
  },
  "an empty list of notifications": {
    ui: <NotificationList notifications={[]} now={sampleNow} onReadAll={none} onClear={none} />,
    parts: [
      "notification-list status=empty; notification-head; h2.subheading",
      "button.button type=button variant=quiet size=small aria-disabled=true",
      "button.button type=button variant=quiet size=small aria-disabled=true; notification-none",
      "svg.blank-picture",
    ],
  },
  "a centre with unread notifications": {
    ui: <NotificationCenter notifications={sampleNotifications.slice(0, 1)} now={sampleNow} />,
    parts: [
      "notification-center status=unread",
      "notification-bell.button type=button shape=square aria-expanded=false; icon",
      "notification-count aria-hidden=true; notification-panel popover=auto; notification-list status=unread",
      "notification-head; h2.subheading; notification-items; notification tone=danger status=unread; icon",
      "notification-words; notification-text; notification-meta; notification-new",
    ],
  },
  "a centre without unread notifications": {
    ui: <NotificationCenter notifications={[]} now={sampleNow} />,
    parts: [
      "notification-center status=read",
      "notification-bell.button type=button shape=square aria-expanded=false; icon",
      "notification-panel popover=auto; notification-list status=empty; notification-head; h2.subheading",
      "notification-none; svg.blank-picture",
    ],
  },
  "a centre whose connection is closed": {
    ui: <NotificationCenter notifications={[]} now={sampleNow} connection={closed} onReconnect={none} />,
    parts: [
      "notification-center status=read",
      "notification-bell.button type=button shape=square aria-expanded=false; icon",
      "notification-panel popover=auto; notification-list status=empty; notification-head; h2.subheading",
      "notification-none; svg.blank-picture; connection-indicator state=closed freshness=stale tone=danger",
      "connection-dot aria-hidden=true; icon; connection-words",
      "button.button type=button variant=quiet size=small; icon",
    ],
  },
  "an operation that goes on": {
    ui: <ProgressList operations={[running]} onDismiss={none} />,
    parts: [
      "progress-list status=filled tabindex=-1; progress-items; operation status=running tone=info",
      "operation-line; icon; operation-label; operation-state; operation-bar max=100 value=50",
      "operation-message",
      "button.button type=button variant=quiet size=small shape=square; icon",
    ],
  },
  "an operation that is done": {
    ui: <ProgressList operations={[{ ...running, status: "done", message: undefined }]} onDismiss={none} />,
    parts: [
      "progress-list status=filled tabindex=-1; progress-items; operation status=done tone=success",
      "operation-line; icon; operation-label; operation-state; operation-bar max=100 value=50",
      "button.button type=button variant=quiet size=small shape=square; icon",
    ],
  },
  "an operation that failed": {
    ui: <ProgressList operations={[{ ...running, status: "failed" }]} />,
    parts: [
      "progress-list status=filled tabindex=-1; progress-items; operation status=failed tone=danger",
      "operation-line; icon; operation-label; operation-state; operation-bar max=100 value=50",
      "operation-message",
    ],
  },
  "no operation": {
    ui: <ProgressList operations={[]} empty={<b className="own" />} />,
    parts: ["progress-list status=empty tabindex=-1; p.meta; b.own"],
  },
};

it.each(Object.entries(states))("styles and screen readers find the parts of %s", (_what, { ui, parts }) => {
  expect(partsOf(ui)).toBe(parts.join("; "));
});
