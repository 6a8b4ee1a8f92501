import { describe, expect, it, vi } from "vitest";
import type { UserSession } from "./connection/belongs-to.ts";
import { createHub } from "./hub.ts";
import { createMemoryLog } from "./memory/index.ts";
import { createRecordingSink, type RecordingSink } from "./testing/index.ts";
import { a, b, connect, hub, make, notes, reports, say, settle, texts, useHub } from "./testing/notes-hub.ts";

useHub();

describe("life and death", () => {
  it("D10.1, D10.2: a silent stream gets its heartbeat, once an interval, from one timer", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date", "performance"] });
    const sinks = [await connect(), await connect(), await connect()].map(({ sink }) => sink);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(29_000);
    expect(sinks.map(({ comments }) => comments.length)).toEqual([0, 0, 0]);
    vi.advanceTimersByTime(61_000);
    expect(sinks.map(({ comments }) => comments)).toEqual(Array(3).fill(["ping", "ping", "ping"]));
  });

  it("D10.3: a reader that takes nothing for two intervals is cut", async () => {
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
    "D10.3: a reader that takes nothing for inactivityMs (%d) is cut at the next heartbeat",
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
    "D10.3: who keeps up, or does not, is told by no clock that was set by %i ms",
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

  it("S12.1: a withdrawn right ends its streams at once, and only those", async () => {
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
    expect(hub.disconnectSession({ id: "ada", sessionId: "2" })).toBe(1);
    expect(states()).toEqual(["open", "ended", "open", "open"]);
    expect(hub.disconnectSession({ id: "grace", sessionId: "4" })).toBe(0);
    expect(hub.disconnectTopic(b)).toBe(1);
    expect(states()).toEqual(["open", "ended", "open", "ended"]);
    expect(hub.disconnectUser("ada")).toBe(1);
    expect(states()).toEqual(["ended", "ended", "open", "ended"]);
    expect(sinks[0]?.events.at(-1)).toMatchObject({ data: '{"reason":"revoked","retryMs":0}' });
  });

  it.each<[string, () => unknown, string]>([
    ["a user by undefined", () => hub.disconnectUser(undefined as unknown as string), "invalid_options"],
    ["a user by an empty text", () => hub.disconnectUser(""), "invalid_options"],
    ["a session of nobody", () => hub.disconnectSession({ sessionId: "s" } as UserSession), "invalid_options"],
    ["no session of a user", () => hub.disconnectSession({ id: "ada" } as UserSession), "invalid_options"],
    ["no session at all", () => hub.disconnectSession(undefined as unknown as UserSession), "invalid_options"],
    ["a topic by undefined", () => hub.disconnectTopic(undefined as unknown as typeof a), "invalid_topic"],
    ["a topic by its name", () => hub.disconnectTopic("notes/a" as unknown as typeof a), "invalid_topic"],
  ])("S23.1: whoever disconnects %s ends nobody, and is told", async (_what, disconnect, code) => {
    const { sink } = await connect();
    expect(disconnect).toThrow(expect.objectContaining({ name: "HubError", code }));
    expect(sink.state).toBe("open");
  });

  it("await using closes a hub, and with it the log, at the end of its block", async () => {
    const sink = createRecordingSink();
    const own = createMemoryLog();
    {
      await using short = createHub({ log: own });
      short.connect(sink, { stream: notes, topics: [a], greeting: { message: "hello" } });
      await settle();
    }
    expect([sink.state, sink.events.at(-1)?.type]).toEqual(["ended", "ending"]);
    await expect(own.head()).rejects.toMatchObject({ code: "closed" });
  });

  it("S23.2: everybody has a name of its own", async () => {
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

  it("D12.1, D12.2, D12.3: draining refuses new readers, ends the open ones spread over the window, and sends what is due", async () => {
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
    expect(() => hub.checkOpen()).toThrow(expect.objectContaining({ code: "draining" }));
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
    "D12.2: a clock that is set by %i ms neither cuts a drain short nor keeps it open",
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

  it("D12.2: a few streams are spread over the whole window too, the first at once", async () => {
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
    expect(() => hub.checkOpen()).not.toThrow();
    await hub.close();
    await hub.close();
    expect(() => hub.checkOpen()).toThrow(expect.objectContaining({ code: "closed" }));
    expect(sink.state).toBe("ended");
    await expect(say("1")).rejects.toMatchObject({ code: "closed" });
    expect(() =>
      hub.connect(createRecordingSink(), { stream: notes, topics: [a], greeting: { message: "hello" } }),
    ).toThrow(/closed/);
  });
});
