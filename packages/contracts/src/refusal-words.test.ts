import { expect, it } from "vitest";
import { adminOrdersStream, submitOrder } from "./admin-orders/index.ts";
import { createStreamTicket, login } from "./auth/index.ts";
import { chatStream, createConversation, listMessages, sendMessage } from "./chat/index.ts";
import { batchParameter } from "./control/batch.ts";
import type { Schema } from "./definition/event.ts";
import { parse } from "./definition/parse.ts";
import { notificationsStream, sendDemoNotification } from "./notifications/index.ts";
import { placeOrder, updateOrderStatus } from "./orders/index.ts";
import {
  createPrescription,
  createRecord,
  recordsStream,
  sendTestEvent,
  testEvent,
  updatePrescriptionStatus,
} from "./records/index.ts";

const ADMIN = "PENDING, CONFIRMED, OUT_FOR_DELIVERY, DELIVERED, CANCELLED";
const order = { items: [], totalAmount: 1, deliveryAddress: "" };
const many = Object.fromEntries(Array.from({ length: 17 }, (_, place) => [`p${place}`, "x"]));

it.each<[string, Schema, unknown, readonly string[]]>([
  [
    "a sign-in without anything",
    login.body,
    { email: "", password: "" },
    ["email is required", "password is required"],
  ],
  ["a ticket for no stream", createStreamTicket.body, { stream: "" }, ["stream is required"]],
  [
    "an order of nothing",
    placeOrder.body,
    { address_id: "", items: [] },
    ["address_id is required", "items must hold at least one item"],
  ],
  [
    "an app's order of nothing",
    submitOrder.body,
    { userId: "", order },
    ["userId is required", "items must hold at least one item", "deliveryAddress is required"],
  ],
  [
    "an unknown status of an order",
    updateOrderStatus.body,
    { order_status: "Lost" },
    ["Invalid status. Must be one of: Order Received, Preparing, Out for Delivery, Delivered, Cancelled"],
  ],
  [
    "an unknown status in a filter",
    adminOrdersStream.query,
    { status: "LOST" },
    [`status must list some of ${ADMIN}, separated by commas`],
  ],
  [
    "an empty message",
    sendMessage.body,
    { conversationId: "", text: " " },
    ["conversationId is required", "text is required"],
  ],
  ["messages of no conversation", listMessages.query, { conversationId: "" }, ["conversationId is required"]],
  ["the stream of no conversation", chatStream.query, { conversationId: "" }, ["conversationId is required"]],
  [
    "a conversation with nobody",
    createConversation.body,
    { participantIds: [] },
    ["participantIds must name at least one user"],
  ],
  [
    "an unknown kind of notification",
    sendDemoNotification.body,
    { type: "shout", message: "x" },
    ["type must be one of broadcast, user, system, update, progress, success, error"],
  ],
  ["too many parameters", notificationsStream.query, many, ["a stream takes at most 16 parameters; leave some out"]],
  ["a record without a title", createRecord.body, { title: " " }, ["title is required"]],
  [
    "an empty prescription",
    createPrescription.body,
    { userId: "ada", medication: " ", dosage: "" },
    ["medication is required"],
  ],
  [
    "an unknown status of a prescription",
    updatePrescriptionStatus.body,
    { status: "lost" },
    ["status must be one of pending, approved, ready, collected, cancelled"],
  ],
  [
    "a test event of no name",
    sendTestEvent.body,
    { type: "record.creatd" },
    ["type must be an event of the stream, or a custom name such as backup.finished"],
  ],
  [
    "an event that is misspelt in a filter",
    recordsStream.query,
    { events: "record.creatd" },
    [expect.stringContaining('There is no event "record.creatd"')],
  ],
  ["another word for batches", batchParameter, "yes", ['batch must be "true" or "false"']],
])("S21.2: %s is refused in words", (_what, schema, value, issues) => {
  expect(parse(schema, value)).toEqual({ ok: false, issues });
});

it("S21.3: a test event for all admins that names a user is refused in words", () => {
  expect(testEvent({ type: "admin.audit", userId: "ada" }, 0)).toEqual({
    ok: false,
    issues: ["userId cannot go with admin.audit, which all admins hear and nobody else; leave it out"],
  });
  expect(testEvent({ type: "admin.audit" }, 0)).toMatchObject({ ok: true });
});
