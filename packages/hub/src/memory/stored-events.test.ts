import { afterEach, describe, expect, it, vi } from "vitest";
import { readRetention } from "../log/retention.ts";
import { Fifo } from "./fifo.ts";
import { StoredEvents } from "./stored-events.ts";

const event = (topic: string) => ({ topic, event: "note", data: "" });

describe("what is remembered of trimmed events", () => {
  it("D19.4: topics used once are forgotten in the end, and a reader as old as that is told of a gap", () => {
    const stored = new StoredEvents(readRetention({ count: 1000 }));
    for (let sequence = 1; sequence <= 250_000; sequence += 1) {
      stored.add(event(`once ${sequence}`), sequence, 0);
      stored.trim(0);
    }
    expect(stored.remembered).toBeLessThan(103_000);
    // Exact within the last 100,000 events, for topics that are remembered and for one that never was.
    expect(stored.lost(["once 200000"], 199_999)).toBe(true);
    expect(stored.lost(["once 200000"], 200_000)).toBe(false);
    expect(stored.lost(["never"], 150_000)).toBe(false);
    expect(stored.lost(["once 5"], 4)).toBe(true);
    expect(stored.lost(["never"], 4)).toBe(true);
    // Used again after it was forgotten: what it lost then is not known any more, so it counts as lost.
    stored.add(event("once 5"), 250_001, 0);
    expect(stored.lost(["once 5"], 4)).toBe(true);
    expect(stored.lost(["once 5"], 250_000)).toBe(false);
  });

  it("D19.2: a topic that lets go of most of its own does not leave a trail among the events of all", () => {
    const stored = new StoredEvents(readRetention({ perTopic: { count: 10 } }));
    stored.add(event("quiet"), 1, 0);
    for (let sequence = 2; sequence <= 50_000; sequence += 1) stored.add(event("busy"), sequence, 0);
    expect(stored.remembered).toBeLessThan(2000);
    expect(stored.after(0, ["quiet", "busy"], 100)).toHaveLength(11);
  });
});

it("D19.2: a topic keeps up to a hundredth more than its count, and then lets go of all that together", () => {
  const stored = new StoredEvents(readRetention({ perTopic: { count: 200 } }));
  const kept = () => stored.after(0, ["a"], 1_000).length;
  for (let sequence = 1; sequence <= 202; sequence += 1) stored.add(event("a"), sequence, 0);
  expect([kept(), stored.lost(["a"], 0)]).toEqual([202, false]);
  stored.add(event("a"), 203, 0);
  expect([kept(), stored.lost(["a"], 2), stored.lost(["a"], 3)]).toEqual([200, true, false]);
});

it("D19.2: all topics keep up to a hundredth more than the count, and then let go of all that together", () => {
  const stored = new StoredEvents(readRetention({ count: 200 }));
  const kept = () => stored.after(0, ["a", "b"], 1_000).length;
  for (let sequence = 1; sequence <= 202; sequence += 1) {
    stored.add(event(sequence % 2 === 0 ? "a" : "b"), sequence, 0);
    stored.trim(0);
  }
  expect(kept()).toBe(202);
  stored.add(event("a"), 203, 0);
  stored.trim(0);
  expect([kept(), stored.lost(["b"], 2), stored.lost(["b"], 3)]).toEqual([200, true, false]);
});

it("D19.1: an event is kept to the last millisecond of its age", () => {
  const stored = new StoredEvents(readRetention({ ageMs: 50 }));
  stored.add(event("a"), 1, 1_000);
  stored.trim(1_050);
  expect(stored.after(0, ["a"], 10)).toHaveLength(1);
  stored.trim(1_051);
  expect([stored.after(0, ["a"], 10), stored.lost(["a"], 0), stored.lost(["a"], 1)]).toEqual([[], true, false]);
});

describe("Fifo", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it("D19.2: moves no more than was taken from it, however long it is", () => {
    const { slice } = Array.prototype;
    let moved = 0;
    vi.spyOn(Array.prototype, "slice").mockImplementation(function (this: unknown[], ...bounds) {
      const part = slice.apply(this, bounds);
      moved += part.length;
      return part;
    });
    const fifo = new Fifo<number>();
    for (let item = 0; item < 2000; item += 1) fifo.push(item);
    for (let item = 0; item < 10_000; item += 1) {
      fifo.push(item);
      fifo.shift();
    }
    expect(moved).toBeGreaterThan(0);
    expect(moved).toBeLessThanOrEqual(10_000);
  });

  it("gives back in order what was pushed, by index too, and keeps nothing of what was taken", () => {
    const fifo = new Fifo<number>();
    expect(fifo.shift()).toBeUndefined();
    for (let round = 0; round < 100; round += 1) {
      for (let item = 0; item < 10; item += 1) fifo.push(round * 10 + item);
      for (let item = 0; item < 9; item += 1) expect(fifo.shift()).toBe(round * 9 + item);
      expect(fifo.size).toBe(round + 1);
      expect(fifo.at(0)).toBe((round + 1) * 9);
      expect(fifo.at(fifo.size)).toBeUndefined();
    }
    expect(fifo.search((item) => item < 950)).toBe(50);
    expect(fifo.search(() => true)).toBe(100);
  });
});
