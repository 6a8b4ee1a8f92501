import { describe, expect, it } from "vitest";
import {
  adminOrder,
  adminOrderStatuses,
  adminOrdersStream,
  filteredStatuses,
  sampleAdminOrders,
  toAdminStatus,
  toOrderStatus,
} from "./admin-orders/index.ts";
import { chatStream, conversation, sampleConversation } from "./chat/index.ts";
import { BATCH } from "./control/batch.ts";
import { ENDING } from "./control/ending.ts";
import { parse } from "./definition/parse.ts";
import { streams } from "./domains.ts";
import {
  dataChange,
  jobCompletion,
  newMessage,
  notificationsStream,
  notificationTopicKeys,
} from "./notifications/index.ts";
import { isCancellable, order, orderStatuses, sampleOrders } from "./orders/index.ts";
import {
  appointment,
  prescription,
  record,
  recordEventNames,
  recordsListenKeys,
  recordsPublishKeys,
  recordsStream,
  sampleAppointment,
  samplePrescription,
  sampleRecord,
} from "./records/index.ts";

describe.each(streams.map((stream) => [stream.name, stream] as const))("stream %s", (_, stream) => {
  const events = { ...stream.events, [stream.greeting.name]: stream.greeting.event };

  it.each(Object.entries(events))(
    "event %s: valid samples fit and are shown, invalid ones are refused",
    (_name, event) => {
      for (const sample of event.samples.valid) {
        const parsed = parse(event.schema, sample);
        expect(parsed).toEqual({ ok: true, data: sample });
        if (parsed.ok) expect(event.display(parsed.data as never).summary).not.toBe("");
      }
      for (const sample of event.samples.invalid) expect(parse(event.schema, sample).ok).toBe(false);
    },
  );

  it("unknown extra fields are tolerated", () => {
    for (const event of Object.values(events)) {
      expect(parse(event.schema, { ...(event.samples.valid[0] as object), added_later: 1 }).ok).toBe(true);
    }
  });

  it("D12, D15.6: leaves the names of endings and batches to the hub", () => {
    for (const name of [ENDING, BATCH]) expect(Object.hasOwn(stream.events, name)).toBe(false);
  });

  it("names its topics after itself", () => {
    expect(stream.topic("x").name).toBe(`${stream.name}/x`);
  });
});

describe("orders (brief 000)", () => {
  it("has the brief's statuses, and lets only a received order be cancelled", () => {
    expect(orderStatuses.filter(isCancellable)).toEqual(["Order Received"]);
    expect(orderStatuses).toEqual(["Order Received", "Preparing", "Out for Delivery", "Delivered", "Cancelled"]);
  });

  it.each(sampleOrders)("has sample orders that add up: $order_code", ({ items, total_qty, final_amount }) => {
    const sum = (of: (item: (typeof items)[number]) => number) => items.reduce((total, item) => total + of(item), 0);
    expect(sum(({ qty }) => qty)).toBe(total_qty);
    expect(sum(({ qty, unit_price }) => qty * unit_price)).toBe(final_amount);
  });

  it("refuses another status with the brief's words", () => {
    const parsed = parse(order, { ...sampleOrders[0], order_status: "Lost" });
    expect(parsed).toMatchObject({
      issues: ["Invalid status. Must be one of: Order Received, Preparing, Out for Delivery, Delivered, Cancelled"],
    });
  });
});

describe("admin orders (brief 001)", () => {
  it("names the statuses of the one order model in upper case, each its own", () => {
    expect(orderStatuses.map(toAdminStatus)).toEqual(adminOrderStatuses);
    expect(adminOrderStatuses.map(toOrderStatus)).toEqual(orderStatuses);
  });

  it("has sample orders that fit", () => {
    for (const sample of sampleAdminOrders) expect(parse(adminOrder, sample)).toEqual({ ok: true, data: sample });
  });

  it("filters by the statuses named, by all without a filter, and refuses what is none", () => {
    expect(filteredStatuses("CONFIRMED, PENDING")).toEqual(["PENDING", "CONFIRMED"]);
    expect(filteredStatuses("PENDING,, CONFIRMED,")).toEqual(["PENDING", "CONFIRMED"]);
    expect(filteredStatuses(undefined)).toEqual(adminOrderStatuses);
    expect(parse(adminOrdersStream.query, { status: "PENDING,CONFIRMED" }).ok).toBe(true);
    for (const status of ["", " , ", "PENDING,LOST", "pending", "Preparing"]) {
      expect(parse(adminOrdersStream.query, { status }).ok).toBe(false);
    }
  });
});

describe("chat (brief 002)", () => {
  it("has a sample conversation that fits", () => {
    expect(parse(conversation, sampleConversation)).toEqual({ ok: true, data: sampleConversation });
  });

  it("does not open without a conversation", () => {
    expect(parse(chatStream.query, {}).ok).toBe(false);
  });
});

describe("notifications (brief 003)", () => {
  it("has the standard events of the brief", () => {
    const standard = ["ping", "system", "notification", "update", "progress", "success", "error"];
    expect(Object.keys(notificationsStream.events)).toEqual(expect.arrayContaining(standard));
    expect(notificationsStream.greeting.name).toBe("connected");
  });

  it("has samples of every helper's payload", () => {
    const { notification, update } = notificationsStream.events;
    expect(notification.samples.valid.filter((sample) => parse(jobCompletion, sample).ok)).toHaveLength(1);
    expect(notification.samples.valid.filter((sample) => parse(newMessage, sample).ok)).toHaveLength(1);
    expect(update.samples.valid.filter(({ data }) => parse(dataChange, data).ok)).toHaveLength(1);
  });

  it("no two attributes share a topic, whatever is in them", () => {
    const metadata = { "a=b": "c", a: "b=c", user: "x", "\ud800": "lone" };
    const keys = notificationTopicKeys({ clientId: "x", userId: "x", sessionId: "x", metadata });
    expect(new Set(keys).size).toBe(7);
  });

  it("takes any parameter, but not without end", () => {
    const many = Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`p${index}`, "x"]));
    expect(parse(notificationsStream.query, { page: "dashboard" }).ok).toBe(true);
    expect(parse(notificationsStream.query, many).ok).toBe(false);
    expect(parse(notificationsStream.query, { page: "x".repeat(201) }).ok).toBe(false);
  });
});

describe("records (brief 004)", () => {
  it("has the brief's events, no more and no less", () => {
    expect(Object.keys(recordsStream.events)).toEqual(recordEventNames);
  });

  it("has sample models that fit", () => {
    expect(parse(record, sampleRecord)).toEqual({ ok: true, data: sampleRecord });
    expect(parse(prescription, samplePrescription)).toEqual({ ok: true, data: samplePrescription });
    expect(parse(appointment, sampleAppointment)).toEqual({ ok: true, data: sampleAppointment });
  });

  it.each([
    "record.created",
    "notification,system.alert",
    "backup.finished, record.updated",
    "admin.audit",
    "",
    "notification,",
  ])("takes events=%s", (events) => expect(parse(recordsStream.query, { events }).ok).toBe(true));

  it.each([
    "record.creatd",
    "RECORD.created",
    "Connected",
    "connected",
    "ending",
    "batch",
    "a b",
    "x\ny",
    "records.*",
    "1st",
  ])("refuses events=%s and names it", (events) => {
    const parsed = parse(recordsStream.query, { events });
    expect(parsed.ok ? "" : parsed.issues.join()).toMatch(/There is no event "/);
  });

  it("every event reaches a connection by one topic, filtered or not", () => {
    const audiences = ["all", { userId: "ada" }] as const;
    for (const name of [...recordEventNames, "backup.finished"]) {
      for (const audience of audiences) {
        const published = recordsPublishKeys(audience, name);
        for (const events of [undefined, name, `x.y,${name}`]) {
          expect(recordsListenKeys(audiences, events).filter((key) => published.includes(key))).toHaveLength(1);
        }
        expect(recordsListenKeys(audiences, "other").filter((key) => published.includes(key))).toEqual([]);
        expect(recordsListenKeys(["all", { userId: "grace" }]).filter((key) => published.includes(key))).toHaveLength(
          audience === "all" ? 1 : 0,
        );
      }
    }
  });
});
