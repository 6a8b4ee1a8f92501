import { describe, expect, it } from "vitest";
import { toJSONSchema } from "zod/v4/core";
import { adminOrdersStream, listAdminOrders, submitOrder } from "./admin-orders/index.ts";
import { createStreamTicket, login } from "./auth/index.ts";
import {
  chatStream,
  createConversation,
  listConversations,
  listMessages,
  sendMessage,
  setTyping,
} from "./chat/index.ts";
import type { AnyEndpoint } from "./definition/endpoint.ts";
import { parse } from "./definition/parse.ts";
import { endpoints, streams } from "./domains.ts";
import { notificationsStream, sendDemoNotification } from "./notifications/index.ts";
import { listOrders, placeOrder } from "./orders/index.ts";
import {
  createAppointment,
  createPrescription,
  createRecord,
  recordsStream,
  updateAppointment,
  updateRecord,
} from "./records/index.ts";

const text = (length: number) => "x".repeat(length);
const times = (count: number, value: unknown) => Array.from({ length: count }, () => value);
const [line, user] = [{ name: "Bun", qty: 1, unit_price: 140 }, "u-1"];

/** A copy of a value with another one at a place in it: `items.0.qty`. */
function withValue(value: unknown, place: string, other: unknown): unknown {
  const [key = "", ...rest] = place.split(".");
  const inside = Array.isArray(value) ? value : Object(value);
  const changed = rest.length === 0 ? other : withValue(inside[key], rest.join("."), other);
  return Array.isArray(value) ? value.with(Number(key), changed) : { ...inside, [key]: changed };
}

describe("S17, S21: a request may be so large and no larger", () => {
  const fields: readonly (readonly [AnyEndpoint, string, unknown, unknown])[] = [
    [createStreamTicket, "stream", text(64), text(65)],
    [createStreamTicket, "stream", "x", ""],
    [login, "email", text(254), text(255)],
    [login, "email", "x", ""],
    [login, "password", text(1024), text(1025)],
    [login, "password", "x", ""],
    [placeOrder, "address_id", text(64), text(65)],
    [placeOrder, "address_id", "x", ""],
    [placeOrder, "items", times(50, line), times(51, line)],
    [placeOrder, "items", [line], []],
    [placeOrder, "items.0.name", text(120), text(121)],
    [placeOrder, "items.0.name", "x", ""],
    [placeOrder, "items.0.qty", 99, 100],
    [placeOrder, "items.0.qty", 1, 0],
    [placeOrder, "items.0.unit_price", 100_000, 100_000.5],
    [placeOrder, "items.0.unit_price", 0, -0.5],
    [submitOrder, "userId", text(64), text(65)],
    [submitOrder, "userId", "x", ""],
    [submitOrder, "order.items", times(50, line), times(51, line)],
    [submitOrder, "order.items", [line], []],
    [submitOrder, "order.deliveryAddress", text(300), text(301)],
    [submitOrder, "order.deliveryAddress", "x", ""],
    [createConversation, "participantIds", times(50, user), times(51, user)],
    [createConversation, "participantIds", [user], []],
    [createConversation, "participantIds.0", text(64), text(65)],
    [createConversation, "participantIds.0", "x", ""],
    [createConversation, "title", text(120), text(121)],
    [sendMessage, "conversationId", text(200), text(201)],
    [sendMessage, "conversationId", "x", ""],
    [sendMessage, "text", text(8000), text(8001)],
    [sendMessage, "text", "x", " "],
    [sendMessage, "clientMessageId", text(64), text(65)],
    [sendMessage, "clientMessageId", "x", ""],
    [setTyping, "conversationId", text(200), text(201)],
    [sendDemoNotification, "userId", text(64), text(65)],
    [sendDemoNotification, "userId", "x", ""],
    [sendDemoNotification, "message", text(1000), text(1001)],
    [createRecord, "title", text(200), text(201)],
    [createRecord, "title", "x", " "],
    [createRecord, "details", text(4000), text(4001)],
    [updateRecord, "title", text(200), text(201)],
    [updateRecord, "details", text(4000), text(4001)],
    [createPrescription, "userId", text(64), text(65)],
    [createPrescription, "userId", "x", ""],
    [createPrescription, "medication", text(200), text(201)],
    [createPrescription, "dosage", text(4000), text(4001)],
    [createAppointment, "title", text(200), text(201)],
    [createAppointment, "location", text(4000), text(4001)],
    [createAppointment, "remindMinutes", 40_320, 40_321],
    [createAppointment, "remindMinutes", 0, -1],
    [updateAppointment, "remindMinutes", 40_320, 40_321],
  ];
  it.each(fields.map(([endpoint, ...field]) => [endpoint.name, ...field, endpoint] as const))(
    "%s: %s",
    (_name, place, last, beyond, { body, samples }) => {
      const schema = body ?? expect.unreachable();
      expect(parse(schema, withValue(samples?.body, place, last))).toMatchObject({ ok: true });
      expect(parse(schema, withValue(samples?.body, place, beyond)).ok).toBe(false);
    },
  );

  const conversation = { conversationId: "c" };
  const parameters = [
    [listOrders, "before", text(64), text(65), {}],
    [listOrders, "limit", "200", "201", {}],
    [listOrders, "limit", "1", "0", {}],
    [listAdminOrders, "before", text(64), text(65), {}],
    [listAdminOrders, "limit", "200", "201", {}],
    [listConversations, "before", text(200), text(201), {}],
    [listConversations, "limit", "200", "201", {}],
    [listMessages, "before", text(64), text(65), conversation],
    [listMessages, "conversationId", text(200), text(201), {}],
    [listMessages, "conversationId", "x", "", {}],
    [chatStream, "conversationId", text(200), text(201), {}],
    [chatStream, "conversationId", "x", "", {}],
    [notificationsStream, "sessionId", text(200), text(201), {}],
    [notificationsStream, "page", text(200), text(201), {}],
    [recordsStream, "events", "a.b,".repeat(250), `${"a.b,".repeat(250)},`, {}],
    [adminOrdersStream, "counts", "true", "yes", {}],
  ] as const;
  it.each(parameters.map(([of, ...parameter]) => [of.name, ...parameter, of] as const))(
    "%s?%s",
    (_of, name, last, beyond, rest, { query }) => {
      expect(parse(query, { ...rest, [name]: last })).toMatchObject({ ok: true });
      expect(parse(query, { ...rest, [name]: beyond }).ok).toBe(false);
    },
  );

  it.each(["0", "201", "-1", "1.5", "01", "", "ten"])("limit=%s is refused in one line", (limit) => {
    expect(parse(listOrders.query, { limit })).toEqual({
      ok: false,
      issues: ["limit must be a whole number from 1 to 200"],
    });
  });

  it("a notifications stream takes 16 parameters", () => {
    const query = (count: number) => Object.fromEntries(times(count, "x").map((value, n) => [`p${n}`, value]));
    expect(parse(notificationsStream.query, query(16))).toMatchObject({ ok: true });
    expect(parse(notificationsStream.query, query(17)).ok).toBe(false);
  });
});

it.each([...endpoints.map(({ endpoint }) => endpoint), ...streams])(
  "$name: the documents say what each parameter of its query is for",
  ({ query }) => {
    const { properties = {}, additionalProperties } = toJSONSchema(query, { io: "input", unrepresentable: "any" });
    const described = [...Object.values(properties), ...(additionalProperties ? [additionalProperties] : [])];
    for (const parameter of described) expect(parameter).toMatchObject({ description: expect.stringMatching(/\w/) });
  },
);
