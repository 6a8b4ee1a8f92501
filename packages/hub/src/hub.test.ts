import { connectionFields, defineEvent, defineStream } from "@tidings/contracts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod/mini";
import type { EventLog } from "./event-log.ts";
import { createHub, type Hub, type HubOptions, type HubReport } from "./hub.ts";
import { createMemoryLog } from "./memory/index.ts";
import { publication } from "./publication.ts";
import { createRecordingSink, type RecordingSink } from "./testing/index.ts";

const display = () => ({ tone: "neutral", announce: "off", summary: "note" }) as const;
const notes = defineStream({
  name: "notes",
  path: "/notes",
  summary: "Notes",
  access: "anyone",
  query: z.object({}),
  heartbeat: "ping",
  greeting: {
    event: defineEvent({
      schema: z.object({ message: z.literal("hello"), ...connectionFields }),
      display,
      samples: {
        valid: [{ message: "hello", connectionId: "c", heartbeatMs: 1, position: "e:0", resume: "none" }],
        invalid: [],
      },
    }),
  },
  events: {
    note: defineEvent({
      schema: z.object({ text: z.string() }),
      delivery: { durable: true, maxBytes: 100 },
      display,
      samples: { valid: [{ text: "1" }], invalid: [] },
    }),
    offer: defineEvent({
      schema: z.object({ text: z.string() }),
      delivery: { durable: true, ttl: 1000 },
      display,
      samples: { valid: [{ text: "1" }], invalid: [] },
    }),
    typing: defineEvent({
      schema: z.object({ who: z.string(), on: z.boolean() }),
      delivery: { coalesceBy: ({ who }) => who, ttl: 1000 },
      display,
      samples: { valid: [{ who: "ada", on: true }], invalid: [] },
    }),
  },
});
const a = notes.topic("a");
const b = notes.topic("b");

let log: EventLog;
let hub: Hub;
let reports: HubReport[];

function make(options: Partial<HubOptions> = {}) {
  log = options.log ?? createMemoryLog();
  reports = [];
  hub = createHub({ log, onReport: (report) => reports.push(report), ...options });
}

/** Lets everything that is due in this turn and the next happen; no time passes. */
async function settle() {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

async function connect(options: { topics?: (typeof a)[]; lastEventId?: string; sink?: RecordingSink } = {}) {
  const sink = options.sink ?? createRecordingSink();
  const connection = hub.connect(sink, {
    stream: notes,
    topics: options.topics ?? [a],
    greeting: { message: "hello" },
    principal: { id: "ada" },
    lastEventId: options.lastEventId,
  });
  await settle();
  return { sink, connection, greeting: () => JSON.parse(sink.events[0]?.data ?? "null") };
}

const say = (text: string, topic = a) => hub.publish(topic, { event: "note", data: { text } });
const texts = (sink: RecordingSink) =>
  sink.events.filter(({ type }) => type === "note").map(({ data }) => JSON.parse(data).text);

beforeEach(() => make());
afterEach(async () => {
  await hub.close();
  vi.useRealTimers();
});

describe("greeting", () => {
  it("D3: is first, holds the route's fields and the connection's, and moves the reader's position", async () => {
    await say("before");
    const { sink, greeting, connection } = await connect();
    expect(sink.events[0]?.type).toBe("connected");
    expect(greeting()).toEqual({
      message: "hello",
      connectionId: connection.id,
      heartbeatMs: 30_000,
      position: await hub.head(),
      resume: "none",
    });
    expect(sink.lastEventId).toBe(await hub.head());
  });

  it.each([
    ["a wrong one", { message: "bye" }],
    ["none", undefined],
    ["a text", "hello"],
    ["a list", ["hello"]],
    [
      "one that throws",
      {
        get message() {
          throw new Error("secret");
        },
      },
    ],
  ])("D3: of a greeting that breaks its contract, %s, the route is told before anything is sent", (_what, greeting) => {
    const sink = createRecordingSink();
    const request = { stream: notes, topics: [a], greeting: greeting as { message: "hello" } };
    const refused = expect.objectContaining({ name: "HubError", code: "invalid_greeting" });
    expect(() => hub.connect(sink, request)).toThrow(refused);
    expect(() => hub.checkConnect(request)).toThrow(refused);
    expect(sink.events).toEqual([]);
    expect([hub.stats().connections, reports]).toEqual([0, []]);
  });

  it.each([
    ["another stream's", { stream: { ...notes, name: "others" }, name: "others/a" }],
    ["no topic", undefined],
    ["a text", "notes/a"],
    ["a topic's name with another stream", { stream: { ...notes, name: "others" }, name: "notes/a" }],
  ])("S4: a reader may not listen to what is %s", (_what, topic) => {
    const request = { stream: notes, topics: [a, topic as typeof a], greeting: { message: "hello" } } as const;
    expect(() => hub.connect(createRecordingSink(), request)).toThrow(
      expect.objectContaining({ name: "HubError", code: "invalid_topic" }),
    );
    expect(hub.stats().connections).toBe(0);
  });

  it.each([
    [{ id: undefined }, "principal.id"],
    [{ id: "" }, "principal.id"],
    [{ id: 7 }, "principal.id"],
    [{ id: "ada", sessionId: "" }, "principal.sessionId"],
    [{ id: "ada", expiresAt: Number.NaN }, "principal.expiresAt"],
    [{ id: "ada", expiresAt: "tomorrow" }, "principal.expiresAt"],
  ])("S9: the principal %j, who could not be counted or ended, is refused", (principal, words) => {
    const request = { stream: notes, topics: [a], greeting: { message: "hello" } } as const;
    expect(() => hub.connect(createRecordingSink(), { ...request, principal: principal as { id: string } })).toThrow(
      expect.objectContaining({ code: "invalid_options", message: expect.stringContaining(words) }),
    );
    expect(hub.stats().connections).toBe(0);
  });
});

describe("D21: options", () => {
  it.each([
    ["heartbeatMs", 0],
    ["heartbeatMs", 9],
    ["heartbeatMs", -1],
    ["heartbeatMs", Number.NaN],
    ["heartbeatMs", "30000"],
    ["heartbeatMs", null],
    ["heartbeatMs", Number.POSITIVE_INFINITY],
    ["heartbeatMs", 2 ** 31],
    ["maxQueueBytes", -1],
    ["maxQueueBytes", Number.NaN],
    ["maxTotalQueueBytes", "1"],
    ["maxTotalQueueBytes", {}],
    ["replayPage", 0],
    ["replayPage", 1.5],
    ["replayPage", Number.POSITIVE_INFINITY],
    ["maxReplay", 0],
    ["maxReplay", Number.NaN],
    ["maxStreamMs", 0],
    ["maxStreamMs", -1],
    ["log", undefined],
    ["log", {}],
    ["onReport", "console"],
  ])("%s: %j is refused, with its name and what is allowed", (name, value) => {
    const options = { log: createMemoryLog(), [name]: value };
    expect(() => createHub(options)).toThrow(
      expect.objectContaining({
        name: "HubError",
        code: "invalid_options",
        message: expect.stringMatching(new RegExp(`createHub's ${name} must be`)),
      }),
    );
  });

  it("nothing at all is refused in words too", () => {
    expect(() => createHub(undefined as unknown as HubOptions)).toThrow(/createHub's log must be/);
  });

  it("undefined is the default", async () => {
    const { log: _log, ...rest } = {
      log,
      heartbeatMs: undefined,
      maxQueueBytes: undefined,
      maxTotalQueueBytes: undefined,
      replayPage: undefined,
      maxReplay: undefined,
      maxStreamMs: undefined,
      onReport: undefined,
    };
    make(rest);
    const { greeting, sink } = await connect();
    expect(greeting()).toMatchObject({ heartbeatMs: 30_000 });
    await say("1");
    await settle();
    expect(texts(sink)).toEqual(["1"]);
  });

  it.each([10, 2 ** 31 - 1])("the extreme of %d ms between heartbeats works", async (heartbeatMs) => {
    make({ heartbeatMs, maxQueueBytes: Number.POSITIVE_INFINITY, maxReplay: Number.POSITIVE_INFINITY });
    const { greeting } = await connect();
    expect(greeting()).toMatchObject({ heartbeatMs });
  });

  it.each([undefined, Number.NaN, -1, Number.POSITIVE_INFINITY, "1000"])(
    "drain within %j is refused",
    async (withinMs) => {
      const refused = { code: "invalid_options", message: expect.stringContaining("drain's withinMs must be") };
      await expect(hub.drain({ withinMs: withinMs as number })).rejects.toMatchObject(refused);
      expect((await connect()).sink.state).toBe("open");
    },
  );
});

describe("D22: a listener of reports that throws", () => {
  it("harms neither publisher nor reader, whatever it is told, and the process is told once", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const heard = new Set<string>();
    make({
      onReport({ type }) {
        heard.add(type);
        throw new Error("full disk");
      },
    });
    const { sink, connection } = await connect();
    const start = await hub.head();
    expect(await say("1")).toBe(start.replace(/0$/, "1"));
    await settle();
    const late = await connect({ lastEventId: start });
    expect([texts(sink), texts(late.sink)]).toEqual([["1"], ["1"]]);
    connection.close("gone");
    make({
      log: { ...createMemoryLog(), subscribe: () => Promise.reject(new Error("log is down")) },
      onReport({ type }) {
        heard.add(type);
        throw new Error("full disk");
      },
    });
    expect((await connect()).sink.state).toBe("destroyed");
    expect([...heard].sort()).toEqual(["closed", "failed", "opened", "published", "replayed", "sent"]);
    expect(warn).toHaveBeenCalledTimes(2);
    warn.mockRestore();
  });
});

describe("publishing", () => {
  it("D1: a durable event has its position as id, another has none", async () => {
    const { sink } = await connect();
    const position = await say("1");
    expect(await hub.publish(a, { event: "typing", data: { who: "ada", on: true } })).toBeNull();
    await settle();
    expect(sink.events.slice(1).map(({ type, lastEventId }) => [type, lastEventId])).toEqual([
      ["note", position],
      ["typing", position],
    ]);
  });

  it("reaches every reader of the topic and nobody else", async () => {
    const [first, second, other] = [await connect(), await connect(), await connect({ topics: [b] })];
    await say("1");
    await settle();
    expect([first, second, other].map(({ sink }) => texts(sink))).toEqual([["1"], ["1"], []]);
  });

  it("D13: what breaks the contract rejects with its issues and reaches nobody", async () => {
    const { sink } = await connect();
    // @ts-expect-error the type refuses it too
    await expect(hub.publish(a, { event: "note", data: { text: 7 } })).rejects.toMatchObject({ code: "invalid_event" });
    // @ts-expect-error the type refuses it too
    await expect(hub.publish(a, { event: "nota", data: { text: "7" } })).rejects.toMatchObject({
      code: "unknown_event",
    });
    // @ts-expect-error a name from Object's prototype is no event
    await expect(hub.publish(a, { event: "toString", data: {} })).rejects.toMatchObject({ code: "unknown_event" });
    await expect(say("x".repeat(200))).rejects.toMatchObject({ code: "event_too_large" });
    await expect(
      hub.publishAll([
        publication(a, { event: "note", data: { text: "fine" } }),
        publication(a, { event: "note", data: { text: "x".repeat(200) } }),
      ]),
    ).rejects.toMatchObject({ code: "event_too_large" });
    await settle();
    expect(sink.events).toHaveLength(1);
  });

  it("D13: fields that the contract does not know do not travel", async () => {
    const { sink } = await connect();
    const data = { text: "1", secret: "s" };
    await hub.publish(a, { event: "note", data });
    await settle();
    expect(sink.events[1]?.data).toBe('{"text":"1"}');
  });

  it("D7: the same key publishes once", async () => {
    const { sink } = await connect();
    const first = await hub.publish(a, { event: "note", data: { text: "1" } }, { key: "k" });
    expect(await hub.publish(a, { event: "note", data: { text: "1" } }, { key: "k" })).toBe(first);
    await settle();
    expect(texts(sink)).toEqual(["1"]);
  });

  it("D8: events of one turn are one write a socket, the same packet for all", async () => {
    const [first, second] = [await connect(), await connect()];
    const before = first.sink.writes;
    for (let index = 0; index < 16; index += 1) void say(String(index));
    await settle();
    expect(first.sink.writes - before).toBe(1);
    expect(texts(first.sink)).toEqual(Array.from({ length: 16 }, (_, index) => String(index)));
    expect(texts(second.sink)).toEqual(texts(first.sink));
  });

  it("D8: a reader of several topics gets one turn's events in log order, once", async () => {
    const both = await connect({ topics: [a, b] });
    const onlyA = await connect();
    void say("1", a);
    void say("2", b);
    void say("3", a);
    await settle();
    expect(texts(both.sink)).toEqual(["1", "2", "3"]);
    expect(texts(onlyA.sink)).toEqual(["1", "3"]);
    expect(both.sink.lastEventId).toBe(await hub.head());
  });
});

describe("resuming", () => {
  it("D4: sends what was missed, in order, before anything new", async () => {
    const position = (await say("0")) ?? "";
    await say("1");
    await say("2", b);
    await say("3");
    const { sink, greeting } = await connect({ lastEventId: position });
    await say("4");
    await settle();
    expect(greeting()).toMatchObject({ resume: "complete" });
    expect(texts(sink)).toEqual(["1", "3", "4"]);
  });

  it("D4: the greeting's id is where the replay starts, so that a cut in the replay loses nothing", async () => {
    const position = (await say("0")) ?? "";
    await say("1");
    const { sink } = await connect({ lastEventId: position });
    expect(sink.events[0]?.lastEventId).toBe(position);
  });

  it.each(["not a position", "other:3", "zzzzzzzz:999999"])("D4: %j is a gap, told in-band", async (lastEventId) => {
    await say("1");
    const { sink, greeting } = await connect({ lastEventId });
    expect(greeting()).toMatchObject({ resume: "gap", position: await hub.head() });
    expect(sink.lastEventId).toBe(await hub.head());
    await say("2");
    await settle();
    expect(texts(sink)).toEqual(["2"]);
  });

  it("D4: what the retention let go is a gap", async () => {
    make({ log: createMemoryLog({ retention: { count: 2 } }) });
    const position = (await say("0")) ?? "";
    for (const text of ["1", "2", "3"]) await say(text);
    expect((await connect({ lastEventId: position })).greeting()).toMatchObject({ resume: "gap" });
  });

  it("D4: events published while the log is being read come once and in order", async () => {
    const inner = createMemoryLog();
    const reads: (() => void)[] = [];
    make({
      replayPage: 2,
      log: {
        ...inner,
        async read(request) {
          const page = await inner.read(request);
          await new Promise<void>((resolve) => reads.push(resolve));
          return page;
        },
      },
    });
    const position = (await say("0")) ?? "";
    for (const text of ["1", "2", "3"]) await say(text);
    const { sink } = await connect({ lastEventId: position });
    let next = 4;
    while (reads.length > 0) {
      await say(String(next));
      next += 1;
      reads.shift()?.();
      await settle();
    }
    await say(String(next));
    await settle();
    expect(texts(sink)).toEqual(Array.from({ length: next }, (_, index) => String(index + 1)));
  });

  it("D4: an event that the log gave is not sent again by the turn that brought it", async () => {
    await connect();
    const position = (await say("0")) ?? "";
    await settle();
    void say("1");
    const { sink } = await connect({ lastEventId: position });
    expect(texts(sink)).toEqual(["1"]);
  });

  it("D4: a replay past its cap goes on with the reader's next connection", async () => {
    make({ replayPage: 2, maxReplay: 4 });
    const position = (await say("0")) ?? "";
    for (let index = 1; index <= 6; index += 1) await say(String(index));
    const { sink } = await connect({ lastEventId: position });
    expect(texts(sink)).toEqual(["1", "2", "3", "4"]);
    expect(sink.events.at(-1)).toMatchObject({ type: "ending", data: '{"reason":"paused","retryMs":0}' });
    const again = await connect({ lastEventId: sink.lastEventId });
    expect(texts(again.sink)).toEqual(["5", "6"]);
    expect(again.sink.state).toBe("open");
  });

  it("D4: a reader is moved on over what is not worth sending any more", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    make({ replayPage: 1, maxReplay: 1 });
    const position = await hub.head();
    for (const text of ["1", "2"]) await hub.publish(a, { event: "offer", data: { text } });
    await say("3");
    vi.setSystemTime(Date.now() + 1500);
    let reader = await connect({ lastEventId: position });
    for (let pause = 0; pause < 2; pause += 1) reader = await connect({ lastEventId: reader.sink.lastEventId });
    expect(texts(reader.sink)).toEqual(["3"]);
  });

  it("D4: a hold that overflows while the log is read falls back on the log", async () => {
    const inner = createMemoryLog();
    const gate: { open?: () => void } = {};
    make({
      maxQueueBytes: 120,
      log: {
        ...inner,
        async read(request) {
          const page = await inner.read(request);
          if (gate.open === undefined) await new Promise<void>((resolve) => Object.assign(gate, { open: resolve }));
          return page;
        },
      },
    });
    const position = (await say("0")) ?? "";
    const { sink } = await connect({ lastEventId: position });
    for (let index = 1; index <= 10; index += 1) await say(String(index));
    await settle();
    gate.open?.();
    await settle();
    expect(texts(sink)).toEqual(Array.from({ length: 10 }, (_, index) => String(index + 1)));
  });

  it("D4: a replay waits for a full socket between pages", async () => {
    make({ replayPage: 2 });
    const position = (await say("0")) ?? "";
    for (let index = 1; index <= 6; index += 1) await say(String(index));
    const sink = createRecordingSink();
    sink.full = true;
    await connect({ lastEventId: position, sink });
    expect(texts(sink)).toEqual([]);
    sink.drain();
    await settle();
    expect(texts(sink)).toEqual(["1", "2"]);
    sink.full = false;
    sink.drain();
    await settle();
    expect(texts(sink)).toEqual(["1", "2", "3", "4", "5", "6"]);
  });
});

describe("long replays", () => {
  it("D9: a long replay takes its turns with the live readers", async () => {
    make({ replayPage: 1 });
    const position = await hub.head();
    for (let index = 1; index <= 50; index += 1) await say(String(index));
    const live = await connect();
    const late = createRecordingSink();
    hub.connect(late, { stream: notes, topics: [a], greeting: { message: "hello" }, lastEventId: position });
    await new Promise((resolve) => setImmediate(resolve));
    await say("news");
    await new Promise((resolve) => setImmediate(resolve));
    expect(texts(live.sink)).toEqual(["news"]);
    expect(texts(late).length).toBeLessThan(10);
    for (let turn = 0; turn < 20; turn += 1) await settle();
    expect(texts(late)).toEqual([...Array.from({ length: 50 }, (_, index) => String(index + 1)), "news"]);
  });

  it("D9: what is past its time to live is not replayed", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const position = await hub.head();
    await hub.publish(a, { event: "offer", data: { text: "old" } });
    vi.setSystemTime(Date.now() + 1500);
    await hub.publish(a, { event: "offer", data: { text: "new" } });
    const { sink } = await connect({ lastEventId: position });
    expect(sink.events.slice(1).map(({ data }) => JSON.parse(data).text)).toEqual(["new"]);
  });

  it("D9: a replay waits for its reader also where live readers may not fall behind at all", async () => {
    make({ maxQueueBytes: 0 });
    const position = await hub.head();
    await say("1");
    const sink = createRecordingSink();
    sink.full = true;
    await connect({ lastEventId: position, sink });
    expect(sink.state).toBe("open");
    sink.full = false;
    sink.drain();
    await settle();
    expect(texts(sink)).toEqual(["1"]);
  });
});

describe("slow readers", () => {
  it("D9: what comes while the socket is full is sent in one write once it drains", async () => {
    const { sink } = await connect();
    sink.full = true;
    await say("1");
    await settle();
    await say("2");
    await say("3");
    await settle();
    expect(texts(sink)).toEqual(["1"]);
    sink.full = false;
    const before = sink.writes;
    sink.drain();
    expect(texts(sink)).toEqual(["1", "2", "3"]);
    expect(sink.writes - before).toBe(1);
  });

  it("D9: past the bound the connection is cut, and resumes without loss", async () => {
    make({ maxQueueBytes: 200 });
    const { sink } = await connect();
    sink.full = true;
    for (let index = 0; index < 20; index += 1) {
      await say(String(index));
      await settle();
    }
    expect(sink.state).toBe("destroyed");
    expect(reports.find(({ type }) => type === "closed")).toMatchObject({ reason: "slow" });
    const again = await connect({ lastEventId: sink.lastEventId });
    expect([...texts(sink), ...texts(again.sink)]).toEqual(Array.from({ length: 20 }, (_, index) => String(index)));
  });

  it("D9: a bound of 0 closes on the first full buffer", async () => {
    make({ maxQueueBytes: 0 });
    const { sink } = await connect();
    sink.full = true;
    await say("1");
    await settle();
    expect(sink.state).toBe("destroyed");
  });

  it("D9: in the queue a newer event replaces the older one with its key, and stale ones are dropped", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const { sink } = await connect();
    sink.full = true;
    await say("fill");
    await settle();
    const typing = (who: string, on: boolean) => hub.publish(a, { event: "typing", data: { who, on } });
    await typing("grace", true);
    await settle();
    vi.setSystemTime(Date.now() + 1500);
    await typing("ada", true);
    await typing("ada", false);
    await settle();
    sink.full = false;
    sink.drain();
    expect(sink.events.slice(2).map(({ data }) => JSON.parse(data))).toEqual([{ who: "ada", on: false }]);
  });

  it("D9: all queues together are bounded too", async () => {
    make({ maxTotalQueueBytes: 300 });
    const sinks = [await connect(), await connect(), await connect()].map(({ sink }) => sink);
    for (const sink of sinks) sink.full = true;
    for (const text of ["1", "2", "3", "4"]) {
      await say(text);
      await settle();
      expect(hub.stats().queuedBytes).toBeLessThanOrEqual(300);
    }
    expect(sinks.map(({ state }) => state)).toContain("destroyed");
    for (const connection of hub.connections()) connection.close("gone");
    expect(hub.stats().queuedBytes).toBe(0);
  });

  it("D9: one full socket delays nobody else", async () => {
    const slow = await connect();
    const quick = await connect();
    slow.sink.full = true;
    for (const text of ["1", "2", "3"]) {
      await say(text);
      await settle();
    }
    expect(texts(quick.sink)).toEqual(["1", "2", "3"]);
  });
});

describe("life and death", () => {
  it("D10: a silent stream gets its heartbeat, once an interval, from one timer", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date", "performance"] });
    const sinks = [await connect(), await connect(), await connect()].map(({ sink }) => sink);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(29_000);
    expect(sinks.map(({ comments }) => comments.length)).toEqual([0, 0, 0]);
    vi.advanceTimersByTime(61_000);
    expect(sinks.map(({ comments }) => comments)).toEqual(Array(3).fill(["ping", "ping", "ping"]));
  });

  it("D10: a reader that takes nothing for two intervals is cut", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date", "performance"] });
    const { sink } = await connect();
    sink.full = true;
    await say("1");
    await settle();
    vi.advanceTimersByTime(60_000);
    expect(sink.state).toBe("open");
    vi.advanceTimersByTime(35_000);
    expect(reports.at(-1)).toMatchObject({ type: "closed", reason: "stalled" });
  });

  it.each([
    [60_000, 91_000],
    [150_000, 181_000],
    [Number.POSITIVE_INFINITY, undefined],
  ])(
    "D10: a reader that takes nothing for inactivityMs (%d) is cut at the next heartbeat",
    async (inactivityMs, cutBy) => {
      vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date", "performance"] });
      make({ inactivityMs });
      const { sink } = await connect();
      sink.full = true;
      await say("1");
      await settle();
      const cut = () => reports.some((report) => report.type === "closed" && report.reason === "stalled");
      vi.advanceTimersByTime(Math.min(inactivityMs, 3_600_000));
      expect(cut()).toBe(false);
      if (cutBy !== undefined) vi.advanceTimersByTime(cutBy - inactivityMs);
      expect(cut()).toBe(cutBy !== undefined);
    },
  );

  it.each([-3_600_000, 3_600_000])(
    "D10: who keeps up, or does not, is told by no clock that was set by %i ms",
    async (ms) => {
      vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date", "performance"] });
      const { sink } = await connect();
      sink.full = true;
      await say("1");
      await settle();
      vi.setSystemTime(Date.now() + ms);
      vi.advanceTimersByTime(60_000);
      expect(sink.state).toBe("open");
      vi.advanceTimersByTime(35_000);
      expect(sink.state).toBe("destroyed");
    },
  );

  it("D11: a stream ends before its token does", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "setTimeout", "clearTimeout", "Date", "performance"] });
    for (const milliseconds of [0, 100, 300, 5_000, 45_000, 600_000]) {
      const sink = createRecordingSink();
      const dies = Date.now() + milliseconds;
      hub.connect(sink, {
        stream: notes,
        topics: [a],
        greeting: { message: "hello" },
        principal: { id: "x", expiresAt: dies },
      });
      await settle();
      while (sink.state === "open") vi.advanceTimersByTime(1);
      // One that is dead on arrival ends with the next timer.
      expect(Date.now()).toBeLessThanOrEqual(milliseconds === 0 ? dies + 1 : dies);
    }
    expect(vi.getTimerCount()).toBe(0);
  });

  it("D11: a stream lives no longer than allowed, and its end is told as no failure", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date", "performance"] });
    make({ maxStreamMs: 600_000 });
    const { sink } = await connect();
    vi.advanceTimersByTime(440_000);
    expect(sink.state).toBe("open");
    vi.advanceTimersByTime(160_000);
    expect(sink.state).toBe("ended");
    expect(sink.events.at(-1)).toMatchObject({ type: "ending", data: '{"reason":"expired","retryMs":0}' });
  });

  it("S12: a withdrawn right ends its streams at once, and only those", async () => {
    const open = async (id: string, sessionId: string, topic = a) => {
      const sink = createRecordingSink();
      hub.connect(sink, {
        stream: notes,
        topics: [topic],
        greeting: { message: "hello" },
        principal: { id, sessionId },
      });
      await settle();
      return sink;
    };
    const sinks = [await open("ada", "1"), await open("ada", "2"), await open("grace", "3"), await open("ada", "4", b)];
    const states = () => sinks.map(({ state }) => state);
    expect(hub.disconnect({ sessionId: "2" })).toBe(1);
    expect(states()).toEqual(["open", "ended", "open", "open"]);
    expect(hub.disconnect({ principalId: "ada", topic: a })).toBe(1);
    expect(states()).toEqual(["ended", "ended", "open", "open"]);
    expect(sinks[0]?.events.at(-1)).toMatchObject({ data: '{"reason":"revoked","retryMs":0}' });
  });

  it.each([
    ["nothing", {}],
    ["a principal by undefined", { principalId: undefined }],
    ["a session by undefined, beside a principal", { principalId: "ada", sessionId: undefined }],
    ["a topic by undefined", { topic: undefined }],
    ["a principal by an empty text", { principalId: "" }],
    ["a session by null", { sessionId: null }],
    ["a topic by its name", { topic: "notes/a" }],
    ["what is no criterion", { userId: "ada" }],
    ["nothing, without a selector", undefined],
  ])("S23: disconnect that names %s ends nobody and throws", async (_what, selector) => {
    const { sink } = await connect();
    expect(() => hub.disconnect(selector as { principalId: string })).toThrow(
      expect.objectContaining({ code: "invalid_options", message: expect.stringContaining("disconnectAll") }),
    );
    expect(sink.state).toBe("open");
  });

  it("S23: everybody has a name of its own", async () => {
    const sinks = [(await connect()).sink, (await connect({ topics: [b] })).sink];
    expect([hub.countAll(), hub.count("ada"), hub.count("grace")]).toEqual([2, 2, 0]);
    for (const id of [undefined, null, "", 7]) {
      expect(() => hub.count(id as string)).toThrow(expect.objectContaining({ code: "invalid_options" }));
    }
    expect(hub.disconnectAll()).toBe(2);
    expect(sinks.map(({ state, events }) => [state, events.at(-1)?.data])).toEqual(
      Array(2).fill(["ended", expect.stringContaining('"reason":"revoked"')]),
    );
    expect([hub.countAll(), hub.disconnectAll()]).toEqual([0, 0]);
  });

  it("shows a connection by what it is, and ends it", async () => {
    const { sink, connection } = await connect({ topics: [a, b] });
    expect([...hub.connections()]).toEqual([connection]);
    expect(connection).toMatchObject({ stream: notes, topics: ["notes/a", "notes/b"], closed: false, events: 0 });
    connection.end();
    connection.end();
    expect([connection.closed, sink.state, sink.events.at(-1)?.data]).toEqual([
      true,
      "ended",
      expect.stringContaining('"reason":"revoked"'),
    ]);
    expect(connection.topics).toEqual(["notes/a", "notes/b"]);
  });

  it("leaves no timer, no room and no count behind", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    const { connection } = await connect({ topics: [a, b] });
    expect(hub.stats()).toMatchObject({ connections: 1, topics: 2 });
    expect(hub.count("ada")).toBe(1);
    connection.close("gone");
    connection.close("gone");
    expect(hub.stats()).toMatchObject({ connections: 0, topics: 0 });
    expect(hub.count("ada")).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
    expect(reports.filter(({ type }) => type === "closed")).toHaveLength(1);
  });

  it("counts connections by address, and what each was sent", async () => {
    const open = (lastEventId?: string) =>
      hub.connect(createRecordingSink(), {
        stream: notes,
        topics: [a],
        greeting: { message: "hello" },
        address: "192.0.2.1",
        lastEventId,
      });
    const first = open();
    await settle();
    const start = await hub.head();
    await say("1");
    await say("2");
    await settle();
    const second = open(start);
    await settle();
    expect([hub.countFrom("192.0.2.1"), hub.countFrom("192.0.2.2")]).toEqual([2, 0]);
    await say("3");
    await settle();
    expect([first.events, second.events]).toEqual([3, 3]);
    const size = 4 * 'event: note\nid: 12345678:1\ndata: {"text":"1"}\n\n'.length;
    expect(hub.stats()).toMatchObject({ deliveries: 4, deliveredBytes: size });
    first.close("gone");
    second.close("gone");
    expect(hub.countFrom("192.0.2.1")).toBe(0);
  });

  it("reports what was published, sent and replayed", async () => {
    await connect();
    const start = await hub.head();
    await say("1");
    await say("2");
    await settle();
    await connect({ lastEventId: start });
    expect(reports.map(({ type }) => type)).toEqual(["opened", "published", "published", "sent", "opened", "replayed"]);
    expect(reports.at(-1)).toMatchObject({ events: 2 });
    expect(reports[1]).toMatchObject({ events: [{ topic: "notes/a", event: "note" }] });
  });

  it("a reader that leaves while it joins does not take the room from one that arrives", async () => {
    const sink = createRecordingSink();
    const first = await connect();
    hub.connect(sink, { stream: notes, topics: [a], greeting: { message: "hello" } });
    first.connection.close("gone");
    await settle();
    await say("1");
    await settle();
    expect(texts(sink)).toEqual(["1"]);
  });

  it("a reader that takes the place of the last one hears nothing twice, while the log lets go of the old room", async () => {
    const first = await connect();
    first.connection.close("gone");
    const sink = createRecordingSink();
    hub.connect(sink, { stream: notes, topics: [a], greeting: { message: "hello" } });
    void hub.publish(a, { event: "typing", data: { who: "grace", on: true } });
    await settle();
    expect(sink.events.map(({ type }) => type)).toEqual(["connected", "typing"]);
  });

  it("a log that fails ends the connection and is reported", async () => {
    make({ log: { ...createMemoryLog(), subscribe: () => Promise.reject(new Error("log is down")) } });
    const { sink } = await connect();
    expect(sink.state).toBe("destroyed");
    expect(hub.stats()).toMatchObject({ connections: 0, topics: 0 });
    expect(reports.map(({ type }) => type)).toEqual(["failed", "closed"]);
  });

  it("D12: draining refuses new readers, ends the open ones spread over the window, and sends what is due", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date", "performance"] });
    const sinks: RecordingSink[] = [];
    for (let index = 0; index < 20; index += 1) sinks.push((await connect()).sink);
    void say("last");
    await Promise.resolve();
    const drained = hub.drain({ withinMs: 1000 });
    await settle();
    expect(() =>
      hub.connect(createRecordingSink(), { stream: notes, topics: [a], greeting: { message: "hello" } }),
    ).toThrow(/draining/);
    vi.advanceTimersByTime(500);
    const half = sinks.filter(({ state }) => state === "ended").length;
    expect(half).toBeGreaterThan(5);
    expect(half).toBeLessThan(15);
    vi.advanceTimersByTime(600);
    await drained;
    expect(sinks.every((sink) => texts(sink).includes("last"))).toBe(true);
    expect(sinks.every((sink) => sink.events.at(-1)?.data.startsWith('{"reason":"drained","retryMs":'))).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([-3_600_000, 3_600_000])(
    "D12: a clock that is set by %i ms neither cuts a drain short nor keeps it open",
    async (ms) => {
      vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date", "performance"] });
      const sinks: RecordingSink[] = [];
      for (let index = 0; index < 4; index += 1) sinks.push((await connect()).sink);
      const drained = hub.drain({ withinMs: 1000 });
      vi.setSystemTime(Date.now() + ms);
      vi.advanceTimersByTime(300);
      expect(hub.countAll()).toBe(2);
      expect(sinks.some(({ state }) => state === "destroyed")).toBe(false);
      vi.advanceTimersByTime(700);
      await drained;
    },
  );

  it("D12: who drains twice waits for the same end", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date", "performance"] });
    await connect();
    const drains = [hub.drain({ withinMs: 1000 }), hub.drain({ withinMs: 1000 })];
    vi.advanceTimersByTime(1000);
    await Promise.all(drains);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("D12: a few streams are spread over the whole window too, the first at once", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date", "performance"] });
    const sinks: RecordingSink[] = [];
    for (let index = 0; index < 4; index += 1) sinks.push((await connect()).sink);
    const drained = hub.drain({ withinMs: 10_000 });
    const ended = () => sinks.filter(({ state }) => state === "ended").length;
    const seen = [];
    for (const ms of [50, 2400, 100, 4900, 2600]) {
      vi.advanceTimersByTime(ms);
      seen.push(ended());
    }
    expect(seen).toEqual([1, 1, 2, 3, 4]);
    await drained;
  });

  it("a closed hub refuses everything and closing twice is harmless", async () => {
    const { sink } = await connect();
    await hub.close();
    await hub.close();
    expect(sink.state).toBe("ended");
    await expect(say("1")).rejects.toMatchObject({ code: "closed" });
    expect(() =>
      hub.connect(createRecordingSink(), { stream: notes, topics: [a], greeting: { message: "hello" } }),
    ).toThrow(/closed/);
  });
});

describe("W14: the reconnection time that a native EventSource is left with", () => {
  const isUsual = (ms: number | undefined) => ms !== undefined && ms >= 2_000 && ms <= 4_000;

  it("comes with every greeting, and not twice the same", async () => {
    const retries = [];
    for (let count = 0; count < 20; count += 1) retries.push(...(await connect()).sink.retries);
    expect(retries).toHaveLength(20);
    expect(retries.every(isUsual)).toBe(true);
    expect(new Set(retries).size).toBeGreaterThan(5);
  });

  const ends: readonly (readonly [string, () => unknown])[] = [
    ["drained at once", () => hub.drain({ withinMs: 0 })],
    ["closed", () => hub.close()],
    ["revoked", () => hub.disconnect({ principalId: "ada" })],
    ["ended by whoever has it", () => [...hub.connections()].map((connection) => connection.end("expired", 0))],
  ];
  it.each(ends)("is the usual one after an end that wants its reader back at once: %s", async (_what, end) => {
    const readers = [];
    for (let count = 0; count < 20; count += 1) readers.push((await connect()).sink);
    await end();
    expect(readers.map(({ events }) => JSON.parse(events.at(-1)?.data ?? "").retryMs)).not.toContain(undefined);
    const waits = readers.map(({ retries }) => retries.at(-1));
    expect(waits.every(isUsual)).toBe(true);
    expect(new Set(waits).size).toBeGreaterThan(5);
  });

  it("outlasts a drain, during which everyone is refused and EventSource would give up", async () => {
    vi.useFakeTimers();
    const readers: RecordingSink[] = [];
    for (let count = 0; count < 20; count += 1) {
      const sink = createRecordingSink();
      hub.connect(sink, { stream: notes, topics: [a], greeting: { message: "hello" } });
      readers.push(sink);
    }
    await vi.advanceTimersByTimeAsync(0);
    const drained = hub.drain({ withinMs: 10_000 });
    const backAt: number[] = [];
    for (let at = 50; at <= 10_000; at += 50) {
      await vi.advanceTimersByTimeAsync(50);
      for (const { retries } of readers.filter(({ state, retries: { length } }) => state === "ended" && length === 2)) {
        backAt.push(at + (retries.pop() ?? 0));
        retries.push(0, 0);
      }
    }
    await drained;
    expect(backAt).toHaveLength(20);
    expect(Math.min(...backAt)).toBeGreaterThan(10_000);
  });
});
