import { describe, expect, it, vi } from "vitest";
import { a, connect, hub, make, reports, say, settle, texts, useHub } from "./testing/notes-hub.ts";

useHub();

describe("slow readers", () => {
  it("D9.1: what comes while the socket is full is sent in one write once it drains", async () => {
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

  it("D9.1: past the bound the connection is cut, and resumes without loss", async () => {
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

  it("D9.1: a bound of 0 closes on the first full buffer", async () => {
    make({ maxQueueBytes: 0 });
    const { sink } = await connect();
    sink.full = true;
    await say("1");
    await settle();
    expect(sink.state).toBe("destroyed");
  });

  it("D9.3, D9.4: in the queue a newer event replaces the older one with its key, and stale ones are dropped", async () => {
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

  it("D9.2: all queues together are bounded too", async () => {
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

  it("D9.5: one full socket delays nobody else", async () => {
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
