import { expectTypeOf } from "vitest";
import * as z from "zod/mini";
import {
  type AdminOrderStatus,
  adminOrdersStream,
  type recentOrders,
  type submitOrder,
} from "../admin-orders/index.ts";
import type { chatStream, MessageStatus, updateMessageStatus } from "../chat/index.ts";
import type { ConnectionFields } from "../control/connection.ts";
import { type getNotificationStats, notificationsStream, type sendDemoNotification } from "../notifications/index.ts";
import {
  type cancelOrder,
  type listOrders,
  type OrderStatus,
  ordersStream,
  type updateOrderStatus,
} from "../orders/index.ts";
import { type PrescriptionStatus, type RecordEventName, recordsStream, type sendTestEvent } from "../records/index.ts";
import type { EndpointData, EndpointInput } from "./endpoint.ts";
import { defineEvent } from "./event.ts";
import type { EventData, EventName, PublishableEvent, StreamEvent, StreamQuery, Topic } from "./stream.ts";
import { defineStream } from "./stream.ts";

type Orders = typeof ordersStream;

// Names: only the stream's own events, and its greeting.
expectTypeOf<EventName<Orders>>().toEqualTypeOf<"connected" | "order_status_update">();

// Payloads follow the schema.
expectTypeOf<EventData<Orders, "order_status_update">["order_status"]>().toEqualTypeOf<OrderStatus>();
expectTypeOf<EventData<Orders, "connected">["resume"]>().toEqualTypeOf<"none" | "complete" | "gap">();

// One value, told apart by its name.
function narrow(event: StreamEvent<Orders>): string {
  return event.event === "order_status_update" ? event.data.order_code : event.data.connectionId;
}
expectTypeOf(narrow).returns.toBeString();

// Publishing: the right event passes, a name that does not exist and a wrong status do not, nor does the greeting.
declare function publish<S extends import("./stream.ts").AnyStream>(topic: Topic<S>, event: PublishableEvent<S>): void;
const data = { order_id: "o", order_code: "ORD-1", order_status: "Preparing", revision: 1 } as const;
publish(ordersStream.topic("u"), { event: "order_status_update", data });
// @ts-expect-error no such event
publish(ordersStream.topic("u"), { event: "order_status_updated", data });
// @ts-expect-error no such status
publish(ordersStream.topic("u"), { event: "order_status_update", data: { ...data, order_status: "Lost" } });
// @ts-expect-error the greeting belongs to the hub
publish(ordersStream.topic("u"), { event: "connected", data: { message: "SSE connected" } });

// A stream with custom events takes any name.
publish(notificationsStream.topic("all"), { event: "announcement", data: { message: "New feature released!" } });
expectTypeOf<StreamQuery<typeof notificationsStream>["userId"]>().toEqualTypeOf<string | undefined>();

// Endpoints: parameters come from the path, the body from its schema.
expectTypeOf<EndpointData<typeof listOrders>[number]["order_status"]>().toEqualTypeOf<OrderStatus>();
expectTypeOf<EndpointInput<typeof cancelOrder>["params"]>().toEqualTypeOf<{ readonly id: string }>();
expectTypeOf<EndpointInput<typeof updateOrderStatus>["body"]>().toEqualTypeOf<{ order_status: OrderStatus }>();
const input: EndpointInput<typeof listOrders> = {};
void input;
// @ts-expect-error the path has a parameter
const missing: EndpointInput<typeof cancelOrder> = {};
void missing;

// Admin orders and chat: names and payloads as their sources have them.
expectTypeOf<EventName<typeof adminOrdersStream>>().toEqualTypeOf<
  "connected" | "new_order" | "order_update" | "order_counts"
>();
expectTypeOf<EventData<typeof adminOrdersStream, "order_update">["status"]>().toEqualTypeOf<AdminOrderStatus>();
expectTypeOf<EndpointData<typeof recentOrders>[number]["totalAmount"]>().toBeNumber();
expectTypeOf<EndpointInput<typeof submitOrder>["body"]["order"]["totalAmount"]>().toEqualTypeOf<number | undefined>();
// @ts-expect-error an order's status is not an admin's
publish(adminOrdersStream.topic("PENDING"), { event: "order_update", data: { ...data, status: "Preparing" } });
expectTypeOf<EventName<typeof chatStream>>().toEqualTypeOf<
  "connected" | "message" | "statusUpdate" | "typing" | "onlineStatus"
>();
expectTypeOf<StreamQuery<typeof chatStream>>().toEqualTypeOf<{ conversationId: string }>();
expectTypeOf<EventData<typeof chatStream, "statusUpdate">["status"]>().toEqualTypeOf<MessageStatus>();
expectTypeOf<EndpointInput<typeof updateMessageStatus>["params"]>().toEqualTypeOf<{ readonly id: string }>();

// Notifications: the events of the helpers, and the standard ones.
expectTypeOf<EventData<typeof notificationsStream, "user_activity">["activity"]>().toEqualTypeOf<
  "online" | "offline" | "typing" | "idle"
>();
expectTypeOf<EventData<typeof notificationsStream, "metrics">["value"]>().toEqualTypeOf<number | string>();
expectTypeOf<EndpointInput<typeof sendDemoNotification>["body"]["type"]>().toEqualTypeOf<
  "broadcast" | "user" | "system" | "update" | "progress" | "success" | "error"
>();
expectTypeOf<EndpointData<typeof getNotificationStats>["lastEventTime"]>().toEqualTypeOf<number | null>();

// Records: the brief's names and payloads, and any custom one.
expectTypeOf<EventName<typeof recordsStream>>().toEqualTypeOf<"connected" | RecordEventName>();
expectTypeOf<
  EventData<typeof recordsStream, "prescription.statusChanged">["status"]
>().toEqualTypeOf<PrescriptionStatus>();
expectTypeOf<StreamQuery<typeof recordsStream>["events"]>().toEqualTypeOf<string | undefined>();
expectTypeOf<EndpointInput<typeof sendTestEvent>["body"]["type"]>().toEqualTypeOf<string | undefined>();
publish(recordsStream.topic("all/*"), { event: "backup.finished", data: { minutes: 5 } });

// Five lines are enough: what is not said has a type too.
const build_moved = defineEvent({ schema: z.object({ build: z.string() }) });
const builds = defineStream({ name: "builds", path: "/builds", access: "user", events: { build_moved } });
expectTypeOf<EventName<typeof builds>>().toEqualTypeOf<"connected" | "build_moved">();
expectTypeOf<EventData<typeof builds, "connected">>().toEqualTypeOf<ConnectionFields>();
expectTypeOf<StreamQuery<typeof builds>>().toEqualTypeOf<Record<string, never>>();
expectTypeOf<(typeof build_moved.samples.valid)[number]>().toEqualTypeOf<{ build: string }>();
publish(builds.topic("u"), { event: "build_moved", data: { build: "7" } });
// @ts-expect-error no such event
publish(builds.topic("u"), { event: "build_move", data: { build: "7" } });
// @ts-expect-error custom events are not taken
publish(builds.topic("u"), { event: "anything", data: {} });
// @ts-expect-error a sample of another type
defineEvent({ schema: z.object({ build: z.string() }), samples: { valid: [{ build: 7 }] } });
// @ts-expect-error a greeting's sample without one of its fields
defineStream({ ...builds, greeting: { fields: { hi: z.string() }, samples: { valid: [{}] } } });
// @ts-expect-error who may listen has no default
defineStream({ name: "builds", path: "/builds", events: { build_moved } });
