import { describe, expect, it, vi } from "vitest";
import { createMemoryLog } from "./memory/index.ts";
import { publication } from "./publication.ts";
import { a, b, connect, hub, make, say, settle, texts, useHub } from "./testing/notes-hub.ts";

useHub();

describe("D22.1: a listener of reports that throws", () => {
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
  it("D1.1, D1.2: a durable event has its position as id, another has none", async () => {
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

  it("D13.1: what breaks the contract rejects with its issues and reaches nobody", async () => {
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

  it("D13.2: fields that the contract does not know do not travel", async () => {
    const { sink } = await connect();
    const data = { text: "1", secret: "s" };
    await hub.publish(a, { event: "note", data });
    await settle();
    expect(sink.events[1]?.data).toBe('{"text":"1"}');
  });

  it("D7.1: the same key publishes once", async () => {
    const { sink } = await connect();
    const first = await hub.publish(a, { event: "note", data: { text: "1" } }, { key: "k" });
    expect(await hub.publish(a, { event: "note", data: { text: "1" } }, { key: "k" })).toBe(first);
    await settle();
    expect(texts(sink)).toEqual(["1"]);
  });

  it("D8.1, D8.3: events of one turn are one write a socket, the same bytes for all", async () => {
    const [first, second] = [await connect(), await connect()];
    const before = first.sink.writes;
    for (let index = 0; index < 16; index += 1) void say(String(index));
    await settle();
    expect(first.sink.writes - before).toBe(1);
    expect(texts(first.sink)).toEqual(Array.from({ length: 16 }, (_, index) => String(index)));
    expect(texts(second.sink)).toEqual(texts(first.sink));
  });

  it("D8.4: a reader of several topics gets one turn's events in log order, once", async () => {
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
