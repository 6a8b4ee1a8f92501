import type { PublishableEvent } from "@tidings/contracts";
import { notificationsStream } from "@tidings/contracts/notifications";
import { expect, it } from "vitest";
import { setUp } from "../testing/index.ts";
import { notificationEvent, notificationsGreeting } from "../testing/notification-events.ts";
import { addNotification, hearNotifications, type NotificationItem } from "./notification-item.ts";

type Event = PublishableEvent<typeof notificationsStream>;

/** What is heard of events, in their order; each is stored at the position of its place. */
async function hear(...events: readonly Event[]) {
  const { client, server, host } = setUp();
  const heard: NotificationItem[] = [];
  const stream = client.open(notificationsStream);
  hearNotifications(stream, (item) => heard.push(item));
  await host.advance(0);
  await server.last.accept();
  await server.last.send(notificationsGreeting);
  for (const [index, event] of events.entries()) await server.last.send(notificationEvent(event, index + 1));
  stream.close();
  return heard;
}

it("a notification is shown with its title apart from its text, unread, at the time that it came", async () => {
  expect(await hear({ event: "notification", data: { title: "Welcome", message: "Hello" } })).toEqual([
    { id: "e:1", event: "notification", tone: "info", title: "Welcome", text: "Hello", at: 1_000_000, isRead: false },
  ]);
});

it.each<[Event, Partial<NotificationItem>]>([
  [
    { event: "notification", data: { title: "Only a title" } },
    { text: "Only a title", tone: "info" },
  ],
  [
    { event: "notification", data: { message: "Only a text" } },
    { text: "Only a text", tone: "info" },
  ],
  [
    { event: "notification", data: { title: "", message: "No title" } },
    { text: "No title", tone: "info" },
  ],
  [
    { event: "system", data: { message: "Down at 2", level: "warning" } },
    { text: "Down at 2", tone: "warning" },
  ],
  [
    { event: "system", data: { message: "Sign in again", level: "error", title: "Sessions" } },
    { title: "Sessions", text: "Sign in again", tone: "danger" },
  ],
  [
    { event: "success", data: { message: "Saved" } },
    { text: "Saved", tone: "success" },
  ],
  [
    { event: "error", data: { error: "Not saved" } },
    { text: "Not saved", tone: "danger" },
  ],
])("%j is worded by the contract", async (event, shown) => {
  const [item] = await hear(event);
  expect(item).toEqual({ id: "e:1", event: event.event, at: 1_000_000, isRead: false, ...shown });
});

it("updates, progress and custom events are no notifications", async () => {
  const heard = await hear(
    { event: "update", data: { type: "post", data: 1 } },
    { event: "progress", data: { operationId: "o", progress: 5 } },
    { event: "backup.finished", data: {} },
  );
  expect(heard).toEqual([]);
});

it("a page remembers the 100 newest", () => {
  const item = (id: number): NotificationItem => ({
    id: String(id),
    event: "success",
    tone: "success",
    text: "",
    at: 0,
    isRead: false,
  });
  let items: readonly NotificationItem[] = [];
  for (let id = 1; id <= 101; id += 1) items = addNotification(items, item(id));
  expect(items.map(({ id }) => Number(id))).toEqual(Array.from({ length: 100 }, (_, index) => 101 - index));
});
