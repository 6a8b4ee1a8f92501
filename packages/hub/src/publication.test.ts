import { BATCH, ENDING } from "@tidings/contracts";
import { notificationsStream } from "@tidings/contracts/notifications";
import { acceptedCases, refusedCases } from "@tidings/contracts/testing";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { HubError, isRefusedPublication } from "./error.ts";
import { createHub, type Hub } from "./hub.ts";
import { createMemoryLog } from "./memory/index.ts";
import { checkPublications, type Publication, publication } from "./publication.ts";
import { createRecordingSink } from "./testing/index.ts";

const everyone = notificationsStream.topic("all");
const greeting = { clientId: "c-1", timestamp: 0 };
let hub: Hub | undefined;
afterEach(() => hub?.close());

async function connected() {
  hub = createHub({ log: createMemoryLog() });
  const sink = createRecordingSink();
  hub.connect(sink, { stream: notificationsStream, topics: [everyone], greeting });
  await expect.poll(() => sink.events).toHaveLength(1);
  return { hub, sink };
}

describe("custom events", () => {
  it("W2.2, W2.3: a name with CR, LF or NUL is the publisher's error and harms no reader", async () => {
    const { hub, sink } = await connected();
    const forbidden = fc
      .tuple(fc.string({ unit: "binary" }), fc.constantFrom("\r", "\n", "\0", "\r\n"), fc.string({ unit: "binary" }))
      .map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(forbidden, async (event) => {
        await expect(hub.publish(everyone, { event, data: 1 })).rejects.toMatchObject({ code: "invalid_event" });
      }),
    );
    await hub.publish(everyone, { event: "still-here", data: 1 });
    await expect.poll(() => sink.events.map(({ type }) => type)).toEqual(["connected", "still-here"]);
  });

  it("an empty name, which arrives as another, is refused", async () => {
    const { hub } = await connected();
    await expect(hub.publish(everyone, { event: "", data: 1 })).rejects.toMatchObject({ code: "invalid_event" });
  });

  it.each([ENDING, BATCH, "connected"])("%s is the hub's own", async (event) => {
    const { hub } = await connected();
    await expect(hub.publish(everyone, { event, data: 1 })).rejects.toMatchObject({ code: "unknown_event" });
  });
});

describe("what is published", () => {
  it.each(refusedCases)(
    "D13.1: $title is refused with a HubError and reaches nobody",
    async ({ event, data, code, names }) => {
      const { hub, sink } = await connected();
      const error: unknown = await hub.publish(everyone, { event, data: data() }).catch((refused: unknown) => refused);
      expect(error).toBeInstanceOf(HubError);
      expect(error).toMatchObject({ code, message: expect.stringContaining(names.slice(0, 100)) });
      expect(isRefusedPublication(error)).toBe(true);
      await hub.publish(everyone, { event: "still-here", data: 1 });
      await expect.poll(() => sink.events.map(({ type }) => type)).toEqual(["connected", "still-here"]);
    },
  );

  it.each(acceptedCases)("D13.3: $title arrives as it was published", async ({ event, data }) => {
    const { hub, sink } = await connected();
    await hub.publish(everyone, { event, data: data() });
    await expect.poll(() => sink.events).toHaveLength(2);
    expect(sink.events[1]?.type).toBe(event);
    expect(JSON.parse(sink.events[1]?.data ?? "")).toEqual(JSON.parse(JSON.stringify(data())));
  });

  it.each([
    ["no topic", undefined],
    ["null", null],
    ["a text", "notifications/all"],
    ["a stream", notificationsStream],
    ["a topic of no stream", { stream: undefined, name: "notifications/all" }],
    ["a topic without a key", { ...everyone, name: "notifications/" }],
    ["another stream's topic", { ...everyone, name: "orders/all" }],
  ])("D13.1: to %s is refused with a HubError", async (_what, topic) => {
    const { hub } = await connected();
    const publishing = hub.publish(topic as typeof everyone, { event: "custom", data: 1 });
    await expect(publishing).rejects.toMatchObject({ name: "HubError", code: "invalid_topic" });
    const list = hub.publishAll([{ topic: topic as typeof everyone, event: "custom", data: 1, key: undefined }]);
    await expect(list).rejects.toMatchObject({ name: "HubError", code: "invalid_topic" });
  });

  it.each([undefined, null, "custom", 7, {}])("D13.1: %j for an event is refused with a HubError", async (event) => {
    const { hub } = await connected();
    const publishing = hub.publish(everyone, event as { event: string; data: unknown });
    await expect(publishing).rejects.toMatchObject({ name: "HubError", code: "invalid_event" });
    await expect(hub.publishAll([event as unknown as Publication])).rejects.toMatchObject({ code: "invalid_topic" });
  });

  it.each(["", "\ud800", 7])("D7.1: the key %j, which would not tell events apart, is refused", async (key) => {
    const { hub } = await connected();
    const publishing = hub.publish(everyone, { event: "custom", data: 1 }, { key: key as string });
    await expect(publishing).rejects.toMatchObject({ name: "HubError", code: "invalid_event" });
  });
});

describe("D8.2: one event for many topics", () => {
  const topics = ["a", "b", "c"].map((key) => notificationsStream.topic(key));

  /** A payload that counts how often somebody looked into it. */
  function counted() {
    let looks = 0;
    const data = {
      operationId: "o",
      get progress() {
        looks += 1;
        return 5;
      },
    };
    return { data, looks: () => looks };
  }

  it("is validated once, and reaches each topic once however often it is named", async () => {
    hub = createHub({ log: createMemoryLog() });
    const sinks = topics.map((topic) => {
      const sink = createRecordingSink();
      hub?.connect(sink, { stream: notificationsStream, topics: [topic], greeting });
      return sink;
    });
    await expect.poll(() => sinks.map(({ events }) => events.length)).toEqual([1, 1, 1]);
    const { data, looks } = counted();
    const [first] = topics;
    await hub.publish(first === undefined ? topics : [...topics, first], { event: "progress", data });
    expect(looks()).toBe(1);
    await expect.poll(() => sinks.map(({ events }) => events.length)).toEqual([2, 2, 2]);
    expect(JSON.parse(sinks[2]?.events[1]?.data ?? "")).toEqual({ operationId: "o", progress: 5 });
  });

  it("is validated once in a list of publications too", async () => {
    hub = createHub({ log: createMemoryLog() });
    const { data, looks } = counted();
    await hub.publishAll(topics.map((topic) => publication(topic, { event: "progress", data })));
    expect(looks()).toBe(1);
  });

  it("is not validated again after checkPublications, and travels as it was checked", async () => {
    const { hub, sink } = await connected();
    const data = { title: "checked" };
    const publications = [publication(everyone, { event: "custom", data })];
    checkPublications(publications);
    Object.assign(data, { title: 1n });
    await hub.publishAll(publications);
    await expect.poll(() => sink.events[1]?.data).toBe('{"title":"checked"}');
    await expect(hub.publishAll(publications.map((one) => ({ ...one })))).rejects.toMatchObject({
      code: "invalid_event",
    });
  });

  it("of no topic nothing is published; a wrong one among them refuses all", async () => {
    const { hub, sink } = await connected();
    expect(await hub.publish([], { event: "custom", data: 1 })).toBeNull();
    const wrong = [everyone, undefined as unknown as typeof everyone];
    await expect(hub.publish(wrong, { event: "custom", data: 1 })).rejects.toMatchObject({ code: "invalid_topic" });
    await hub.publish(everyone, { event: "still-here", data: 1 });
    await expect.poll(() => sink.events.map(({ type }) => type)).toEqual(["connected", "still-here"]);
  });

  it("D7.1: its key counts for each topic, and a repetition changes nothing", async () => {
    hub = createHub({ log: createMemoryLog() });
    const event = { event: "notification", data: { message: "once" } } as const;
    const start = await hub.head();
    const position = await hub.publish(topics, event, { key: "k" });
    expect(position).toBe(start.replace(/0$/, "3"));
    expect(await hub.publish(topics, event, { key: "k" })).toBe(position);
    expect(await hub.head()).toBe(position);
  });
});
