import { setImmediate as turn } from "node:timers/promises";
import { notesStream as notes } from "@tidings/contracts/testing";
import { publication } from "@tidings/hub";
import { expect, it, vi } from "vitest";
import type { Change } from "./change.ts";
import { createRelay, type RelayReport } from "./relay.ts";
import { change, createPublisher, createSource, mapNote } from "./testing/notes.ts";

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
