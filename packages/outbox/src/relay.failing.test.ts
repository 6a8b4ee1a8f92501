import { notificationsStream } from "@tidings/contracts/notifications";
import { refusedCases } from "@tidings/contracts/testing";
import { type Publication, publication } from "@tidings/hub";
import { expect, it, vi } from "vitest";
import type { Change } from "./change.ts";
import { createRelay, type RelayReport } from "./relay.ts";
import { change, createPublisher, createSource, mapNote } from "./testing/notes.ts";

it.each([
  ["cannot be mapped", "throw", "cannot be mapped"],
  ["breaks its contract", 3, "breaks its contract"],
  ["breaks its contract in its second event", ["fine", 3], "breaks its contract"],
  ["is too large", "x".repeat(200), "larger than its 100 bytes"],
])("D14.3: a change whose event %s is put aside, and those around it go on", async (_what, row, reason) => {
  const { source, dead, cursor } = createSource([change(1, "a"), change(2, row), change(3, "c")]);
  const { published, publishAll } = createPublisher();
  const reports: RelayReport[] = [];
  await createRelay({
    source,
    publishAll,
    mappers: { notes: mapNote },
    onReport: (one) => reports.push(one),
  }).catchUp();
  expect(published.map(([data]) => data)).toEqual([{ text: "a" }, { text: "c" }]);
  expect(cursor()).toBe(3);
  expect(dead).toEqual([{ change: change(2, row), reason: expect.stringContaining(reason) }]);
  expect(reports).toEqual([{ type: "dead", change: change(2, row), reason: dead[0]?.reason }]);
});

it("D14.3: every event that a publisher can refuse is put aside, and those around it go on", async () => {
  const changes = refusedCases.flatMap((_, index) => [change(2 * index + 1, "fine"), change(2 * index + 2, index)]);
  const { source, dead, cursor } = createSource(changes);
  const { published, publishAll } = createPublisher();
  const mapper = (one: Change): readonly Publication[] => {
    const refused = typeof one.newRow === "number" ? refusedCases[one.newRow] : undefined;
    if (refused === undefined) return mapNote(one);
    return [publication(notificationsStream.topic("all"), { event: refused.event, data: refused.data() })];
  };
  const reports: RelayReport[] = [];
  await createRelay({ source, publishAll, mappers: { notes: mapper }, onReport: (one) => reports.push(one) }).catchUp();
  expect(dead.map((one) => one.change.newRow)).toEqual(refusedCases.map((_, index) => index));
  expect(published).toHaveLength(refusedCases.length);
  expect(cursor()).toBe(changes.length);
  expect(reports.filter(({ type }) => type === "failed")).toEqual([]);
});

it("D14.3: a change that cannot be read is put aside, and no mapper and no reaction sees it", async () => {
  const unreadable = { ...change(2n ** 53n + 1n, "b"), unreadable: "row_id" };
  const { source, dead, cursor } = createSource([change(1, "a"), unreadable, change(2n ** 53n + 3n, "c")]);
  const { published, publishAll } = createPublisher();
  const reacted: Change["id"][] = [];
  const reactions = { notes: ({ id }: Change) => reacted.push(id) };
  await createRelay({ source, publishAll, mappers: { notes: mapNote }, reactions }).catchUp();
  expect(published).toEqual([
    [{ text: "a" }, "change:1:1"],
    [{ text: "c" }, "change:9007199254740995:1"],
  ]);
  expect(reacted).toEqual([1, 2n ** 53n + 3n]);
  expect(dead).toEqual([{ change: unreadable, reason: "row_id" }]);
  expect(cursor()).toBe(2n ** 53n + 3n);
});

it("D14.3: of several appends only the change that is refused is put aside", async () => {
  const { source, dead } = createSource([change(1, ["a", "b"]), change(2, ["c", 3]), change(3, ["d", "e"])]);
  const { published, publishAll } = createPublisher();
  await createRelay({ source, publishAll, mappers: { notes: mapNote }, appendSize: 2 }).catchUp();
  expect(published.map(([data]) => data)).toEqual(["a", "b", "d", "e"].map((text) => ({ text })));
  expect(dead).toMatchObject([{ change: { id: 2 } }]);
});

it("D14.4: a log that fails while the refused event is looked for puts nothing aside", async () => {
  vi.useFakeTimers();
  const { source, dead, cursor } = createSource([change(1, "a"), change(2, 3), change(3, "c")]);
  const { published, publishAll } = createPublisher();
  let calls = 0;
  const relay = createRelay({
    source,
    mappers: { notes: mapNote },
    retryMs: 50,
    async publishAll(publications) {
      calls += 1;
      if (calls === 2) throw new Error("disk full");
      return publishAll(publications);
    },
  });
  await relay.catchUp();
  expect(dead).toEqual([]);
  expect(cursor()).toBe(0);
  await vi.advanceTimersByTimeAsync(50);
  expect(published.map(([data]) => data)).toEqual([{ text: "a" }, { text: "c" }]);
  expect(dead).toMatchObject([{ change: { id: 2 } }]);
  vi.useRealTimers();
});

it.each([
  ["the last batch", 10],
  ["a full batch", 1],
])(
  "D14.4: after %s that went well the next failure is tried again as soon as the first one was",
  async (_what, size) => {
    vi.useFakeTimers();
    const { source, changes } = createSource([change(1, "a")]);
    const reports: RelayReport[] = [];
    let healthy = 0;
    const relay = createRelay({
      source,
      mappers: { notes: mapNote },
      retryMs: 50,
      batchSize: size,
      onReport: (one) => reports.push(one),
      async publishAll([first]) {
        if (first?.key !== `change:${healthy}:1`) throw new Error("disk full");
        changes.push(change(2, "b"));
      },
    });
    await relay.catchUp();
    healthy = 1;
    await relay.catchUp();
    await relay.catchUp();
    expect(reports.slice(0, 2)).toMatchObject([50, 50].map((retryMs) => ({ type: "failed", retryMs })));
    await relay.close();
    vi.useRealTimers();
  },
);

it("D14.5, S12.4: a reaction that throws or rejects is reported, and neither the others nor the events wait for it", async () => {
  const { source, cursor } = createSource([change(1, "a"), change(2, "b"), change(3, "c")]);
  const { published, publishAll } = createPublisher();
  const reports: RelayReport[] = [];
  const reacted: Change["id"][] = [];
  const relay = createRelay({
    source,
    publishAll,
    mappers: { notes: mapNote },
    onReport: (one) => reports.push(one),
    reactions: {
      notes({ id }): unknown {
        reacted.push(id);
        if (id === 1) throw new Error("thrown");
        return id === 2 ? Promise.reject(new Error("rejected")) : undefined;
      },
    },
  });
  await relay.catchUp();
  expect(reacted).toEqual([1, 2, 3]);
  expect(published).toHaveLength(3);
  expect(cursor()).toBe(3);
  expect(reports).toEqual([
    { type: "reaction_failed", change: change(1, "a"), error: new Error("thrown") },
    { type: "reaction_failed", change: change(2, "b"), error: new Error("rejected") },
  ]);
});

it("D14.5, C14.2: a report that throws does not stop the relay", async () => {
  const { source, cursor } = createSource([change(1, "throw"), change(2, "b")]);
  const { published, publishAll } = createPublisher();
  const onReport = vi.fn(() => {
    throw new Error("no");
  });
  await createRelay({ source, publishAll, mappers: { notes: mapNote }, onReport }).catchUp();
  expect(onReport).toHaveBeenCalledTimes(1);
  expect(published).toHaveLength(1);
  expect(cursor()).toBe(2);
});

it("D14.4: a failure of the log loses nothing and is tried again, later each time, without anybody asking", async () => {
  vi.useFakeTimers();
  const { source, dead } = createSource([change(1, "a")]);
  const { published, publishAll } = createPublisher();
  const reports: RelayReport[] = [];
  let failing = true;
  const relay = createRelay({
    source,
    mappers: { notes: mapNote },
    retryMs: 50,
    onReport: (one) => reports.push(one),
    async publishAll(publications) {
      if (failing) throw new Error("disk full");
      return publishAll(publications);
    },
  });
  await relay.catchUp();
  await vi.advanceTimersByTimeAsync(50 + 100 + 200);
  expect(reports).toMatchObject([50, 100, 200, 400].map((retryMs) => ({ type: "failed", retryMs })));
  failing = false;
  await vi.advanceTimersByTimeAsync(400);
  expect(published).toHaveLength(1);
  expect(dead).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

it("D14.4: waits 50 ms before the first retry unless it is told otherwise, and never more than a hundredfold", async () => {
  vi.useFakeTimers();
  const { source } = createSource([change(1, "a")]);
  const waits: unknown[] = [];
  const relay = createRelay({
    source,
    mappers: { notes: mapNote },
    publishAll: () => Promise.reject(new Error("disk full")),
    onReport: (one) => waits.push("retryMs" in one && one.retryMs),
  });
  await relay.catchUp();
  for (let retries = 1; retries < 9; retries += 1) await vi.advanceTimersToNextTimerAsync();
  expect(waits).toEqual([50, 100, 200, 400, 800, 1600, 3200, 5000, 5000]);
  await relay.close();
  vi.useRealTimers();
});

it("a retry that still waits is not made once somebody's catch-up did its work", async () => {
  vi.useFakeTimers();
  const { source, reads } = createSource([change(1, "a")]);
  const { publishAll } = createPublisher();
  let failing = true;
  const relay = createRelay({
    source,
    mappers: { notes: mapNote },
    async publishAll(publications) {
      if (failing) throw new Error("disk full");
      return publishAll(publications);
    },
  });
  await relay.catchUp();
  failing = false;
  await relay.catchUp();
  expect(vi.getTimerCount()).toBe(0);
  const before = reads();
  await vi.advanceTimersByTimeAsync(1000);
  expect(reads()).toBe(before);
  vi.useRealTimers();
});

it("a failure that comes after close() is not tried again", async () => {
  vi.useFakeTimers();
  const { source } = createSource([change(1, "a")]);
  const reports: RelayReport[] = [];
  const publishing = Promise.withResolvers<never>();
  const relay = createRelay({
    source,
    mappers: { notes: mapNote },
    publishAll: () => publishing.promise,
    onReport: (one) => reports.push(one),
  });
  const caughtUp = relay.catchUp();
  const closed = relay.close();
  publishing.reject(new Error("the log is closed"));
  await Promise.all([caughtUp, closed]);
  expect(vi.getTimerCount()).toBe(0);
  expect(reports).toEqual([]);
  vi.useRealTimers();
});
