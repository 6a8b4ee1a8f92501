import { expect, it } from "vitest";
import { adminOrdersStream } from "./admin-orders/index.ts";
import { chatStream } from "./chat/index.ts";
import { DEFAULT_PAGE, MAX_LIST, MAX_PAGE } from "./definition/page.ts";
import { endpoints as listed } from "./domains.ts";
import { notificationsStream } from "./notifications/index.ts";
import { ordersStream } from "./orders/index.ts";
import { recordsStream } from "./records/index.ts";

// What clients of the five teams, and pages that are open while a new version is rolled out, rely on by name. More may
// be added; what stands here is not renamed, and not kept from anyone.

const endpoints = listed.map(({ endpoint }) => endpoint);

it.each([
  ["GET", "/api/admin/orders/recent", "admin", 200, [400, 401, 403]],
  ["POST", "/api/order/submit", "user", 201, [400, 401, 403, 404]],
  ["POST", "/api/stream-tickets", "user", 201, [400, 401, 403]],
  ["POST", "/api/auth/login", "anyone", 200, [401, 429]],
  ["POST", "/api/auth/logout", "anyone", 200, []],
  ["GET", "/api/auth/me", "user", 200, [401]],
  ["POST", "/api/chat/conversations", "user", 201, [400, 401, 403, 404, 429]],
  ["GET", "/api/chat/conversations/:id", "user", 200, [401, 404]],
  ["POST", "/api/chat/conversations/:id/leave", "user", 200, [401, 404]],
  ["GET", "/api/chat/conversations", "user", 200, [400, 401, 404]],
  ["GET", "/api/chat/messages", "user", 200, [401, 404]],
  ["POST", "/api/chat/messages", "user", 201, [400, 401, 404]],
  ["POST", "/api/chat/typing", "user", 200, [401, 404]],
  ["PUT", "/api/chat/messages/:id/status", "user", 200, [401, 403, 404]],
  ["GET", "/api/sse/stats", "admin", 200, [401, 403]],
  ["POST", "/api/sse/demo", "user", 200, [401, 403]],
  ["POST", "/api/orders/:id/cancel", "user", 200, [401, 403, 404]],
  ["GET", "/api/orders/:id", "user", 200, [401, 404]],
  ["GET", "/api/orders", "user", 200, [400, 401, 403, 404]],
  ["POST", "/api/orders", "user", 201, [400, 401]],
  ["PATCH", "/api/orders/:id/status", "user", 200, [400, 401, 403, 404]],
  ["POST", "/api/appointments", "user", 201, [401]],
  ["POST", "/api/prescriptions", "admin", 201, [401, 403, 404]],
  ["POST", "/api/records", "user", 201, [400, 401]],
  ["GET", "/events/stats", "admin", 200, [401, 403]],
  ["GET", "/api/appointments", "user", 200, [401]],
  ["GET", "/api/prescriptions", "user", 200, [401, 403]],
  ["GET", "/api/records", "user", 200, [401]],
  ["POST", "/events/test", "admin", 200, [401, 403]],
  ["PATCH", "/api/appointments/:id", "user", 200, [401, 404]],
  ["PATCH", "/api/prescriptions/:id/status", "admin", 200, [401, 403, 404]],
  ["PATCH", "/api/records/:id", "user", 200, [401, 404]],
])("%s %s is for %s, answers %d, and says when it refuses", (method, path, access, status, errors) => {
  const found = endpoints.find((endpoint) => endpoint.method === method && endpoint.path === path);
  expect(found).toMatchObject({ access, status });
  expect(Object.keys(found?.errors ?? {}).map(Number)).toEqual(expect.arrayContaining(errors));
  for (const words of Object.values(found?.errors ?? {})) expect(words).toMatch(/\w/);
});

it("D25.1: whatever makes something new takes a key", () => {
  const creating = endpoints.filter(({ creates }) => creates).map(({ name }) => name);
  expect(creating.sort()).toEqual([
    ...["createAppointment", "createConversation", "createPrescription", "createRecord", "placeOrder"],
    ...["sendDemoNotification", "sendMessage", "sendTestEvent", "submitOrder"],
  ]);
  const made = endpoints.filter(({ status }) => status === 201).map(({ name }) => name);
  expect(made.filter((name) => !creating.includes(name))).toEqual(["createStreamTicket"]);
});

it.each([
  [adminOrdersStream, "admin-orders", "/api/admin/stream/orders", "admin", "heartbeat", "message"],
  [chatStream, "chat", "/api/chat/stream", "user", "heartbeat", "connected"],
  [notificationsStream, "notifications", "/api/sse", "anyone", "heartbeat", "connected"],
  [ordersStream, "orders", "/api/orders/stream", "user", "ping", "connected"],
  [recordsStream, "records", "/events/stream", "user", "heartbeat", "connected"],
] as const)("the stream of %o is where its source has it", (stream, name, path, access, heartbeat, greeting) => {
  expect(stream).toMatchObject({ name, method: "GET", path, access, heartbeat, greeting: { name: greeting } });
  expect(stream.topic("ada")).toEqual({ stream, name: `${name}/ada` });
});

it("a page has 50 entries unless told and 200 at most, and a list without pages 500", () => {
  expect([DEFAULT_PAGE, MAX_PAGE, MAX_LIST]).toEqual([50, 200, 500]);
});

it("streams that refuse more than a wrong token say so", () => {
  expect(ordersStream.errors).toEqual({});
  expect(adminOrdersStream.errors).toEqual({});
  expect(chatStream.errors).toEqual({ 404: "Conversation not found" });
  expect(notificationsStream.errors).toEqual({ 403: "Not authorized for this resource" });
  expect(recordsStream.errors).toEqual({ 403: "Not authorized for this resource" });
});

it.each([
  [adminOrdersStream, ["new_order", "order_update"]],
  [chatStream, ["message", "statusUpdate"]],
  [notificationsStream, ["system", "notification", "update", "success", "error"]],
  [ordersStream, ["order_status_update"]],
  [
    recordsStream,
    [
      "record.created",
      "record.updated",
      "system.alert",
      "notification",
      "prescription.statusChanged",
      "appointment.reminder",
    ],
  ],
] as const)("D4.3: of %o what may not be missed is stored, and nothing else", ({ events }, durable) => {
  const stored = Object.entries(events).filter(([, { delivery }]) => delivery.durable);
  expect(stored.map(([name]) => name)).toEqual(durable);
});

const streams = [adminOrdersStream, chatStream, notificationsStream, ordersStream, recordsStream];

it("D9.3, D9.4: a newer state replaces the older one of the same thing, and is stale after its time", () => {
  const { order_counts } = adminOrdersStream.events;
  const { typing, onlineStatus } = chatStream.events;
  const { ping, progress, user_activity, metrics } = notificationsStream.events;
  const states = [order_counts, typing, onlineStatus, ping, progress, user_activity, metrics];
  const always = Number.POSITIVE_INFINITY;
  expect(states.map(({ delivery }) => delivery.ttl)).toEqual([always, 6_000, always, 30_000, always, 30_000, always]);
  expect([
    order_counts.delivery.coalesceBy?.(order_counts.samples.valid[0]),
    typing.delivery.coalesceBy?.({ ...typing.samples.valid[0], userId: "ada" }),
    onlineStatus.delivery.coalesceBy?.({ ...onlineStatus.samples.valid[0], userId: "ada" }),
    ping.delivery.coalesceBy?.(ping.samples.valid[0]),
    progress.delivery.coalesceBy?.({ ...progress.samples.valid[0], operationId: "upload" }),
    user_activity.delivery.coalesceBy?.({ ...user_activity.samples.valid[0], userId: "ada" }),
    metrics.delivery.coalesceBy?.({ ...metrics.samples.valid[0] }),
  ]).toEqual(["order_counts", "typing ada", "online ada", "ping", "upload", "ada", "orders"]);
  const known = new Set<unknown>(states);
  const others = streams.flatMap(({ events }) => Object.values(events)).filter((event) => !known.has(event));
  for (const { delivery } of others) expect(delivery).toEqual({ durable: true, ttl: always, maxBytes: 65_536 });
});

/** Tone, urgency and words of each event's samples. */
function shown(event: {
  readonly samples: { readonly valid: readonly unknown[] };
  display(data: never): { readonly tone: string; readonly announce: string; readonly summary: string };
}): string[] {
  return event.samples.valid.map((sample) => {
    const { tone, announce, summary } = event.display(sample as never);
    return `${tone}, ${announce}: ${summary}`;
  });
}

it.each([
  ["new_order", adminOrdersStream.events.new_order, "info, polite: New order ORD-A7X3B2"],
  ["order_update", adminOrdersStream.events.order_update, "info, polite: ORD-A7X3B2 is being prepared"],
  ["a cancelled order_update", adminOrdersStream.events.order_update, "danger, assertive: ORD-A7X3B2 was cancelled"],
  ["order_counts", adminOrdersStream.events.order_counts, "neutral, off: The counts of orders have changed"],
  ["order_status_update", ordersStream.events.order_status_update, "info, polite: ORD-A7X3B2 — Preparing"],
  ["a cancellation", ordersStream.events.order_status_update, "danger, assertive: ORD-A7X3B2 — Cancelled"],
  ["message", chatStream.events.message, "info, polite: Ada: Hello!"],
  ["statusUpdate", chatStream.events.statusUpdate, "success, off: Read"],
  ["typing", chatStream.events.typing, "neutral, off: Ada is typing"],
  ["onlineStatus", chatStream.events.onlineStatus, "neutral, off: Grace is offline"],
  ["ping", notificationsStream.events.ping, "neutral, off: Heartbeat"],
  ["update", notificationsStream.events.update, "neutral, off: post changed"],
  ["user_activity", notificationsStream.events.user_activity, "neutral, off: user123 is typing"],
  ["system", notificationsStream.events.system, "danger, polite: Sign in again"],
  ["a warning", notificationsStream.events.system, "warning, polite: Maintenance scheduled for 2 AM"],
  ["notification", notificationsStream.events.notification, "info, polite: Welcome!: Thanks for joining!"],
  ["progress", notificationsStream.events.progress, "info, off: Processing..."],
  ["success", notificationsStream.events.success, "success, polite: File processed successfully"],
  ["error", notificationsStream.events.error, "danger, assertive: The upload failed"],
  ["metrics", notificationsStream.events.metrics, "neutral, off: orders: 128"],
  ["record.created", recordsStream.events["record.created"], "info, polite: New record: Blood test"],
  ["record.updated", recordsStream.events["record.updated"], "info, off: Record changed: Blood test"],
  ["a notification", recordsStream.events.notification, "info, polite: Lab results: Your results are in"],
  [
    "appointment.reminder",
    recordsStream.events["appointment.reminder"],
    "warning, polite: Check-up with Dr. Lind at 09:00 UTC",
  ],
  ["system.alert", recordsStream.events["system.alert"], "info, polite: Database backup complete"],
  [
    "prescription.statusChanged",
    recordsStream.events["prescription.statusChanged"],
    "success, polite: Amoxicillin 500 mg is ready",
  ],
])("C17.1: %s has its tone, its urgency and its words", (_name, event, words) => {
  expect(shown(event)).toContain(words);
});

it.each(streams)("C17: the greeting of $name is quiet", ({ greeting }) => {
  expect(shown(greeting.event)).toEqual(["success, off: Live updates are on"]);
});
