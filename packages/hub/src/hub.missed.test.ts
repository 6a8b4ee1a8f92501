import { describe, expect, it } from "vitest";
import { createMemoryLog } from "./memory/index.ts";
import { createLossyLog, type LossyLog } from "./testing/lossy-log.ts";
import { a, b, connect, hub, log, make, reports, say, settle, texts, useHub } from "./testing/notes-hub.ts";
import { createRecordingSink } from "./testing/recording-sink.ts";

useHub();

/** Makes the hub on one node of a shared log. */
function makeNode(options: Parameters<typeof make>[0] = {}, store = createMemoryLog()): LossyLog {
  const node = createLossyLog(store);
  make({ ...options, log: node });
  return node;
}

const missed = () => reports.filter(({ type }) => type === "missed");

describe("D27: a node that may have missed events reads them again for its live readers", () => {
  it("D27.2: nothing is lost, nothing comes twice, and the order stays", async () => {
    const node = makeNode();
    const [early, mixed] = [await connect(), await connect({ topics: [a, b] })];
    await say("1");
    await settle();
    const late = await connect();
    node.cut();
    await say("2");
    await say("3", b);
    await say("4");
    await settle();
    expect(texts(early.sink)).toEqual(["1"]);
    node.restore();
    await say("5");
    await settle();
    await say("6");
    await settle();
    expect(texts(early.sink)).toEqual(["1", "2", "4", "5", "6"]);
    expect(texts(mixed.sink)).toEqual(["1", "2", "3", "4", "5", "6"]);
    expect(texts(late.sink)).toEqual(["2", "4", "5", "6"]);
    expect(early.sink.lastEventId).toBe(await hub.head());
    expect(missed()).toEqual([{ type: "missed", connections: 3 }]);
  });

  it("what came in the turn of the signal is not sent twice", async () => {
    const node = makeNode();
    const { sink } = await connect();
    await say("1");
    node.restore();
    await settle();
    expect(texts(sink)).toEqual(["1"]);
  });

  it("a second signal, while the log is being read, has it read once more", async () => {
    const store = createMemoryLog();
    let answered = Promise.withResolvers<void>();
    const node = makeNode(
      {},
      {
        ...store,
        async read(request) {
          const page = await store.read(request);
          await answered.promise;
          return page;
        },
      },
    );
    const { sink } = await connect();
    node.restore();
    await settle();
    node.cut();
    await say("1");
    node.restore();
    const first = answered;
    answered = Promise.withResolvers<void>();
    answered.resolve();
    first.resolve();
    await settle();
    await say("2");
    await settle();
    expect(texts(sink)).toEqual(["1", "2"]);
  });

  it("a reader on its way in gets them too", async () => {
    const store = createMemoryLog();
    const greeted = Promise.withResolvers<void>();
    const node = makeNode({}, { ...store, head: () => greeted.promise.then(() => start) });
    const start = await store.head();
    const { sink } = await connect();
    node.cut();
    await say("1");
    node.restore();
    greeted.resolve();
    await settle();
    expect(texts(sink)).toEqual(["1"]);
  });

  it("a reader with a full socket gets what waits for it first", async () => {
    const node = makeNode();
    const sink = createRecordingSink();
    await connect({ sink });
    sink.full = true;
    await say("1");
    await settle();
    await say("2");
    await settle();
    node.cut();
    await say("3");
    node.restore();
    await say("4");
    await settle();
    expect(texts(sink)).toEqual(["1"]);
    sink.full = false;
    sink.drain();
    await settle();
    await say("5");
    await settle();
    expect(texts(sink)).toEqual(["1", "2", "3", "4", "5"]);
  });

  it("D27.4: an ephemeral event that was missed is lost, and those after it come", async () => {
    const node = makeNode();
    const { sink } = await connect();
    const typing = (who: string) => hub.publish(a, { event: "typing", data: { who, on: true } });
    node.cut();
    await typing("missed");
    await say("1");
    await settle();
    node.restore();
    await settle();
    await typing("heard");
    await settle();
    expect(sink.events.slice(1).map(({ data }) => JSON.parse(data))).toEqual([
      { text: "1" },
      { who: "heard", on: true },
    ]);
  });

  it("D27.3: a reader whose events are gone from the log is cut, and is told of the gap when it comes back", async () => {
    const node = makeNode({}, createMemoryLog({ retention: { count: 1 } }));
    const { sink } = await connect();
    await say("0");
    await settle();
    node.cut();
    for (let text = 1; text <= 9; text += 1) await say(String(text));
    node.restore();
    await settle();
    expect(sink.state).toBe("destroyed");
    expect((await connect({ lastEventId: sink.lastEventId })).greeting()).toMatchObject({ resume: "gap" });
  });

  it("a log that fails cuts the reader, which resumes, and does so for no other", async () => {
    const store = createMemoryLog();
    const node = makeNode(
      {},
      {
        ...store,
        read: (request) => (request.topics.includes(b.name) ? Promise.reject(new Error("lost")) : store.read(request)),
      },
    );
    const [good, bad] = [await connect(), await connect({ topics: [b] })];
    node.cut();
    await say("1");
    node.restore();
    await settle();
    expect([good.sink.state, bad.sink.state]).toEqual(["open", "destroyed"]);
    expect(texts(good.sink)).toEqual(["1"]);
    expect(reports.at(-1)).toMatchObject({ type: "closed", reason: "failed" });
  });

  it("more readers than one turn takes all get theirs, and a log without the signal is fine", async () => {
    const node = makeNode();
    const readers = await Promise.all(Array.from({ length: 200 }, () => connect()));
    node.cut();
    await say("1");
    node.restore();
    await settle();
    await settle();
    expect(readers.filter(({ sink }) => texts(sink).join() !== "1")).toEqual([]);
    make();
    expect(log.onMissed).toBeUndefined();
  });
});
