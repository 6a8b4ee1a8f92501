import { expect, it } from "vitest";
import { COUNTS_TOPIC } from "./admin-orders/index.ts";
import { chatTopicKey } from "./chat/index.ts";
import { EVERYONE, notificationTopicKeys } from "./notifications/index.ts";
import { recordsListenKeys, recordsPublishKeys } from "./records/index.ts";

// A log keeps events under their topics' names, and during a roll-out servers of two versions share it: these keys stay.

it("a chat has a topic for each participant of each conversation", () => {
  expect(chatTopicKey("conv_1", "ada")).toBe("conv_1/ada");
});

it("the counts of all orders have one topic", () => {
  expect(COUNTS_TOPIC).toBe("counts");
});

it("notifications have a topic for everyone, and one for each attribute of a connection", () => {
  expect(EVERYONE).toBe("all");
  expect(notificationTopicKeys({})).toEqual([]);
  const metadata = { page: "a=b&c", "x y": "é" };
  expect(notificationTopicKeys({ clientId: "c 1", userId: "u/1", sessionId: "s\ud800", metadata })).toEqual([
    "client:c%201",
    "user:u%2F1",
    "session:s%EF%BF%BD",
    "meta:page=a%3Db%26c",
    "meta:x%20y=%C3%A9",
  ]);
});

it("records have a topic for each audience and event; a custom event has a second one for whoever hears all", () => {
  expect(recordsPublishKeys("all", "record.created")).toEqual(["all/record.created"]);
  expect(recordsPublishKeys({ userId: "a/b" }, "backup.done")).toEqual(["user:a%2Fb/*", "user:a%2Fb/backup.done"]);
  expect(recordsListenKeys(["admin"], "notification, backup.done")).toEqual([
    "admin/notification",
    "admin/backup.done",
  ]);
  expect(recordsListenKeys(["all"])).toEqual([
    "all/record.created",
    "all/record.updated",
    "all/system.alert",
    "all/notification",
    "all/prescription.statusChanged",
    "all/appointment.reminder",
    "all/*",
  ]);
});
