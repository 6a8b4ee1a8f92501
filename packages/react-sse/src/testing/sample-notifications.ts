import type { NotificationView } from "../components/notifications/notification-center/notification-view.ts";

/** When the samples are looked at. */
export const sampleNow = Date.parse("2026-02-26T05:00:00.000Z");

const minute = 60_000;

/** One of each tone, read and unread, with and without a title: for stories and tests. */
export const sampleNotifications: readonly NotificationView[] = [
  { id: "e:5", tone: "danger", text: "The upload failed", at: sampleNow - 10_000, isRead: false },
  { id: "e:4", tone: "success", text: "File processed successfully", at: sampleNow - 3 * minute, isRead: false },
  {
    id: "e:3",
    tone: "warning",
    title: "Planned work",
    text: "Maintenance scheduled for 2 AM",
    at: sampleNow - 75 * minute,
    isRead: false,
  },
  {
    id: "e:2",
    tone: "info",
    title: "Welcome!",
    text: "Thanks for joining!",
    at: sampleNow - 26 * 60 * minute,
    isRead: true,
  },
  { id: "e:1", tone: "neutral", text: "post changed", at: sampleNow - 50 * 60 * minute, isRead: true },
];

/** As many as a page remembers. */
export const manyNotifications: readonly NotificationView[] = Array.from({ length: 20 }, (_, round) =>
  sampleNotifications.map((item) => ({ ...item, id: `${item.id}-${round}` })),
).flat();
