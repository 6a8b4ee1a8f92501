import { expect, it } from "vitest";
import { adminOrdersStream } from "./admin-orders/index.ts";
import { chatStream } from "./chat/index.ts";
import { notificationsStream } from "./notifications/index.ts";
import { orderStatuses, ordersStream } from "./orders/index.ts";
import { recordsStream } from "./records/index.ts";

/** An event's tone, urgency and words for its first sample with other values in it. */
function shown(
  event: {
    readonly samples: { readonly valid: readonly unknown[] };
    display(data: never): { readonly tone: string; readonly announce: string; readonly summary: string };
  },
  changes: Readonly<Record<string, unknown>>,
): string {
  const data = { ...Object(event.samples.valid[0]), ...changes };
  const { tone, announce, summary } = event.display(data as never);
  return `${tone}, ${announce}: ${summary}`;
}

it("C17.1: each status of an order has a tone, and a cancelled one interrupts", () => {
  const event = ordersStream.events.order_status_update;
  expect(orderStatuses.map((order_status) => shown(event, { order_status }))).toEqual([
    "neutral, polite: ORD-A7X3B2 — Order Received",
    "info, polite: ORD-A7X3B2 — Preparing",
    "warning, polite: ORD-A7X3B2 — Out for Delivery",
    "success, polite: ORD-A7X3B2 — Delivered",
    "danger, assertive: ORD-A7X3B2 — Cancelled",
  ]);
});

it("C17.1: an admin hears of each status of an order in words of its own", () => {
  const event = adminOrdersStream.events.order_update;
  const statuses = ["PENDING", "CONFIRMED", "OUT_FOR_DELIVERY", "DELIVERED", "CANCELLED"];
  expect(statuses.map((status) => shown(event, { status }))).toEqual([
    "neutral, polite: ORD-A7X3B2 was received",
    "info, polite: ORD-A7X3B2 is being prepared",
    "warning, polite: ORD-A7X3B2 is out for delivery",
    "success, polite: ORD-A7X3B2 was delivered",
    "danger, assertive: ORD-A7X3B2 was cancelled",
  ]);
});

it("C17.1: a message is shown on one line, and its status without an interruption", () => {
  const { message, statusUpdate } = chatStream.events;
  expect(shown(message, { senderName: "Ada", text: "one\n two\t three" })).toBe("info, polite: Ada: one two three");
  expect(["sent", "delivered", "read"].map((status) => shown(statusUpdate, { status }))).toEqual([
    "neutral, off: Sent",
    "info, off: Delivered",
    "success, off: Read",
  ]);
});

it("C17.1: presence and typing are shown both ways", () => {
  const { typing, onlineStatus } = chatStream.events;
  expect(shown(typing, { isTyping: true })).toBe("neutral, off: Ada is typing");
  expect(shown(typing, { isTyping: false })).toBe("neutral, off: Ada stopped typing");
  expect(shown(onlineStatus, { isOnline: true })).toBe("success, off: Grace is online");
  expect(shown(onlineStatus, { isOnline: false })).toBe("neutral, off: Grace is offline");
});

it("C17.1: an announcement has the tone of its level", () => {
  const { system } = notificationsStream.events;
  expect(["info", "warning", "error"].map((level) => shown(system, { level, message: "Hi" }))).toEqual([
    "info, polite: Hi",
    "warning, polite: Hi",
    "danger, polite: Hi",
  ]);
});

it.each([
  [{ type: "job_completion", result: "success" }, "success, polite: New notification"],
  [{ type: "job_completion", result: "error" }, "danger, polite: New notification"],
  [{ type: "new_message", result: "error" }, "info, polite: New notification"],
  [{ title: "Only a title" }, "info, polite: Only a title"],
  [{ message: "Only a message" }, "info, polite: Only a message"],
])("C17.1: a notification shows how its job ended, and never nothing: %j", (data, words) => {
  expect(shown(notificationsStream.events.notification, { title: undefined, message: undefined, ...data })).toBe(words);
});

it("C17.1: progress without a message is shown in whole percent", () => {
  const { progress } = notificationsStream.events;
  const data = { operationId: "upload", progress: 66.6, message: undefined };
  expect(shown(progress, data)).toBe("info, off: upload: 67%");
});

it("C17.1: an alert that is serious interrupts", () => {
  const alert = recordsStream.events["system.alert"];
  const severities = ["info", "warning", "error", "critical"];
  expect(severities.map((severity) => shown(alert, { severity, message: "Hi" }))).toEqual([
    "info, polite: Hi",
    "warning, polite: Hi",
    "danger, assertive: Hi",
    "danger, assertive: Hi",
  ]);
});

it("C17.1: a record's notification never shows nothing", () => {
  const { notification } = recordsStream.events;
  expect(shown(notification, { title: "", message: undefined })).toBe("info, polite: New notification");
  expect(shown(notification, { title: "Lab", message: "Ready" })).toBe("info, polite: Lab: Ready");
});

it("C17.1: each status of a prescription has a tone", () => {
  const event = recordsStream.events["prescription.statusChanged"];
  const statuses = ["pending", "approved", "ready", "collected", "cancelled"];
  expect(statuses.map((status) => shown(event, { status, medication: "X" }))).toEqual([
    "neutral, polite: X is pending",
    "info, polite: X is approved",
    "success, polite: X is ready",
    "neutral, polite: X is collected",
    "danger, polite: X is cancelled",
  ]);
});

const streams = [adminOrdersStream, chatStream, notificationsStream, ordersStream, recordsStream];

it.each(streams)("C17.1: the greeting of $name says so when something was missed", ({ greeting }) => {
  expect(shown(greeting.event, { resume: "complete" })).toBe("success, off: Live updates are on");
  expect(shown(greeting.event, { resume: "gap" })).toBe(
    "warning, polite: Some updates were missed, so the page was reloaded",
  );
});
