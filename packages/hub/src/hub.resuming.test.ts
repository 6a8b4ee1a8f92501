import { describe, expect, it, vi } from "vitest";
import { createMemoryLog } from "./memory/index.ts";
import { createRecordingSink } from "./testing/index.ts";
import { a, b, connect, hub, make, notes, say, settle, texts, useHub } from "./testing/notes-hub.ts";

useHub();

describe("resuming", () => {
  it("D4.2: sends what was missed, in order, before anything new", async () => {
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

  it("D3.3, D4.2: the greeting's id is where the replay starts, so that a cut in the replay loses nothing", async () => {
    const position = (await say("0")) ?? "";
    await say("1");
    const { sink } = await connect({ lastEventId: position });
    expect(sink.events[0]?.lastEventId).toBe(position);
  });

  it.each(["not a position", "other:3", "zzzzzzzz:999999"])("D4.3: %j is a gap, told in-band", async (lastEventId) => {
    await say("1");
    const { sink, greeting } = await connect({ lastEventId });
    expect(greeting()).toMatchObject({ resume: "gap", position: await hub.head() });
    expect(sink.lastEventId).toBe(await hub.head());
    await say("2");
    await settle();
    expect(texts(sink)).toEqual(["2"]);
  });

  it("D4.3: what the retention let go is a gap", async () => {
    make({ log: createMemoryLog({ retention: { count: 2 } }) });
    const position = (await say("0")) ?? "";
    for (const text of ["1", "2", "3"]) await say(text);
    expect((await connect({ lastEventId: position })).greeting()).toMatchObject({ resume: "gap" });
  });

  it("D4.2: events published while the log is being read come once and in order", async () => {
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

  it("D4.2: an event that the log gave is not sent again by the turn that brought it", async () => {
    await connect();
    const position = (await say("0")) ?? "";
    await settle();
    void say("1");
    const { sink } = await connect({ lastEventId: position });
    expect(texts(sink)).toEqual(["1"]);
  });

  it("D4.6: a replay past its cap goes on with the reader's next connection", async () => {
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

  it("D4.6: a reader is moved on over what is not worth sending any more", async () => {
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

  it("D4.2: a buffer that overflows while the log is read falls back on the log", async () => {
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

  it("D4.2: a replay waits for a full socket between pages", async () => {
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
  it("D9.5: a long replay takes its turns with the live readers", async () => {
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

  it("D9.4: what is past its time to live is not replayed", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const position = await hub.head();
    await hub.publish(a, { event: "offer", data: { text: "old" } });
    vi.setSystemTime(Date.now() + 1500);
    await hub.publish(a, { event: "offer", data: { text: "new" } });
    const { sink } = await connect({ lastEventId: position });
    expect(sink.events.slice(1).map(({ data }) => JSON.parse(data).text)).toEqual(["new"]);
  });

  it("D9.5: a replay waits for its reader also where live readers may not fall behind at all", async () => {
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
