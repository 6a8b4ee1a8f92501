import { setImmediate as turn } from "node:timers/promises";
import { notificationsStream } from "@tidings/contracts/notifications";
import { notesStream as notes, refusedCases } from "@tidings/contracts/testing";
import { createHub, type Hub, type Publication, publication } from "@tidings/hub";
import { createMemoryLog } from "@tidings/hub/memory";
import { expect, it, vi } from "vitest";
import type { Change, ChangeSource, DeadLetter } from "./change.ts";
import { createRelay, type RelayReport } from "./relay.ts";

const change = (id: number | bigint, text: unknown, table = "notes"): Change => ({
  id,
  table,
  rowId: String(id),
  operation: "INSERT",
  oldRow: undefined,
  newRow: text,
});

/** A source in memory, and what became of its changes. */
function createSource(changes: Change[]) {
  let cursor: Change["id"] = 0;
  const dead: DeadLetter[] = [];
  let reads = 0;
  const source: ChangeSource = {
    async next(limit) {
      reads += 1;
      return changes.filter(({ id }) => id > cursor).slice(0, limit);
    },
    async advance(throughId, put) {
      cursor = throughId;
      dead.push(...put);
    },
  };
  return { source, changes, dead, reads: () => reads, cursor: () => cursor };
}

function mapNote({ newRow }: Change): readonly Publication[] {
  if (newRow === "throw") throw new Error("cannot be mapped");
  const texts = Array.isArray(newRow) ? newRow : [newRow];
  return texts.map((text) => publication(notes.topic("t"), { event: "note", data: { text } }));
}

/** A hub that records what it was asked to publish. */
function createPublisher(hub: Hub = createHub({ log: createMemoryLog() })) {
  const published: [unknown, string | undefined][] = [];
  return {
    published,
    async publishAll(publications: readonly Publication[]) {
      const positions = await hub.publishAll(publications);
      published.push(...publications.map(({ data, key }): [unknown, string | undefined] => [data, key]));
      return positions;
    },
  };
}

it("D14.2: publishes changes in order, each event with a key of its change", async () => {
  const { source, cursor } = createSource([
    change(1, "a"),
    change(4, ["b", "c"]),
    change(5, "x", "other"),
    change(6, []),
  ]);
  const { published, publishAll } = createPublisher();
  await createRelay({ source, publishAll, mappers: { notes: mapNote } }).catchUp();
  expect(published).toEqual([
    [{ text: "a" }, "change:1:1"],
    [{ text: "b" }, "change:4:1"],
    [{ text: "c" }, "change:4:2"],
  ]);
  expect(cursor()).toBe(6);
});

it.each(["constructor", "toString", "__proto__"])(
  "D14.2: a change of a table named %s, which every object has, makes no events and no dead letter",
  async (table) => {
    const { source, dead, cursor } = createSource([change(1, "a", table), change(2, "b")]);
    const { published, publishAll } = createPublisher();
    const reports: RelayReport[] = [];
    const onReport = (one: RelayReport) => reports.push(one);
    await createRelay({ source, publishAll, mappers: { notes: mapNote }, reactions: {}, onReport }).catchUp();
    expect(published).toEqual([[{ text: "b" }, "change:2:1"]]);
    expect([...dead, ...reports]).toEqual([]);
    expect(cursor()).toBe(2);
  },
);

it("D23.1: hands on which connection an event leaves out", async () => {
  const { source } = createSource([change(1, "a"), change(2, "b")]);
  const handedOn: unknown[] = [];
  const relay = createRelay({
    source,
    mappers: {
      notes: ({ newRow }) => {
        const exceptConnection = newRow === "a" ? "c-1" : undefined;
        return [publication(notes.topic("t"), { event: "note", data: { text: String(newRow) } }, { exceptConnection })];
      },
    },
    async publishAll(publications) {
      handedOn.push(...publications.map(({ exceptConnection }) => exceptConnection));
    },
  });
  await relay.catchUp();
  await relay.close();
  expect(handedOn).toEqual(["c-1", undefined]);
});

it("catchUp() takes in what was committed before the call, also when it comes while the relay is at work", async () => {
  const { source, changes } = createSource([change(1, "a")]);
  const { published, publishAll } = createPublisher();
  const relay = createRelay({
    source,
    mappers: { notes: mapNote },
    async publishAll(publications) {
      await turn();
      return publishAll(publications);
    },
  });
  const first = relay.catchUp();
  changes.push(change(2, "b"));
  await relay.catchUp();
  expect(published.map(([data]) => data)).toEqual([{ text: "a" }, { text: "b" }]);
  await first;
});

it("works through a backlog in batches of the given size", async () => {
  const { source, reads } = createSource(Array.from({ length: 25 }, (_, index) => change(index + 1, `${index}`)));
  const { published, publishAll } = createPublisher();
  await createRelay({ source, publishAll, mappers: { notes: mapNote }, batchSize: 10 }).catchUp();
  expect(published).toHaveLength(25);
  expect(reads()).toBe(3);
});

it("S17: reads 200 changes at a time and publishes 200 events at a time unless it is told otherwise", async () => {
  const { source } = createSource(Array.from({ length: 201 }, (_, index) => change(index + 1, ["a", "b"])));
  const next = vi.spyOn(source, "next");
  const appends: number[] = [];
  const relay = createRelay({
    source,
    mappers: { notes: mapNote },
    publishAll: async (publications) => appends.push(publications.length),
  });
  await relay.catchUp();
  expect(next.mock.calls).toEqual([[200], [200]]);
  expect(appends).toEqual([200, 200, 2]);
});

it("an idle catch-up costs one read", async () => {
  const { source, reads } = createSource([]);
  const relay = createRelay({ source, publishAll: async () => {}, mappers: {} });
  await relay.catchUp();
  await relay.catchUp();
  expect(reads()).toBe(2);
});

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

it("S17.2: a batch with many events is published in several appends, a change in one, with a turn between them", async () => {
  const texts = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);
  const { source } = createSource([4, 4, 4, 25, 1, 9].map((count, index) => change(index + 1, texts(count))));
  const { publishAll } = createPublisher();
  const appends: number[] = [];
  let turns = 0;
  const relay = createRelay({
    source,
    mappers: { notes: mapNote },
    appendSize: 10,
    publishAll(publications) {
      appends.push(publications.length);
      setImmediate(() => {
        turns += 1;
      });
      expect(turns).toBe(appends.length - 1);
      return publishAll(publications);
    },
  });
  await relay.catchUp();
  expect(appends).toEqual([8, 4, 25, 10]);
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

it("S12.4: reacts to each change once, in order, before publishing and whether or not that succeeds", async () => {
  vi.useFakeTimers();
  const { source, changes } = createSource([change(1, "a", "users"), change(2, "b"), change(3, "c", "users")]);
  const reacted: Change["id"][] = [];
  const publishAll = vi.fn(() => Promise.reject(new Error("disk full")));
  const relay = createRelay({
    source,
    publishAll,
    mappers: { notes: mapNote },
    reactions: { users: ({ id }) => reacted.push(id) },
  });
  await relay.catchUp();
  expect(reacted).toEqual([1, 3]);
  changes.push(change(4, "d", "users"));
  await vi.advanceTimersByTimeAsync(50 + 100);
  expect(publishAll).toHaveBeenCalledTimes(3);
  expect(reacted).toEqual([1, 3, 4]);
  await relay.close();
  vi.useRealTimers();
});

it("close() waits for the work under way, leaves no timer, and later calls do nothing", async () => {
  vi.useFakeTimers();
  const { source, reads } = createSource([change(1, "a")]);
  const relay = createRelay({
    source,
    mappers: { notes: mapNote },
    publishAll: () => Promise.reject(new Error("closed")),
  });
  await relay.catchUp();
  expect(vi.getTimerCount()).toBe(1);
  await relay.close();
  expect(vi.getTimerCount()).toBe(0);
  await relay.catchUp();
  expect(reads()).toBe(1);
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
