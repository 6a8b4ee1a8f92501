import fc from "fast-check";
import { expect, it } from "vitest";
import { frame } from "../encoding/framed-event.ts";
import type { LogEvent } from "../log/event-log.ts";
import { Queue, QueueBudget } from "./queue.ts";

const wide = () => new Queue(Number.POSITIVE_INFINITY, new QueueBudget(Number.POSITIVE_INFINITY));

it("D9.3: a newer event replaces the older one with its topic, its name and its key, and no other", () => {
  const text = fc.constantFrom("a", "b", "ab", "", "1:a");
  const event: fc.Arbitrary<LogEvent> = fc.record({
    topic: text,
    event: text,
    data: fc.integer().map(String),
    coalesceKey: fc.option(text, { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const budget = new QueueBudget(Number.POSITIVE_INFINITY);
      const queue = new Queue(Number.POSITIVE_INFINITY, budget);
      for (const one of events) queue.push(frame(one));
      const expected = events.filter(
        ({ topic, event: name, coalesceKey }, index) =>
          coalesceKey === undefined ||
          !events
            .slice(index + 1)
            .some((later) => later.topic === topic && later.event === name && later.coalesceKey === coalesceKey),
      );
      expect(budget.used).toBe(expected.reduce((sum, one) => sum + frame(one).text.length, 0));
      expect(queue.take(0).map((framed) => framed.event)).toEqual(expected);
      expect(budget.used).toBe(0);
    }),
  );
});

it("D9.3: what is replaced makes room", () => {
  const block = frame({ topic: "t", event: "e", data: "1", coalesceKey: "k" });
  const queue = new Queue(block.text.length, new QueueBudget(Number.POSITIVE_INFINITY));
  for (let count = 0; count < 10; count += 1) {
    expect(queue.push(frame({ topic: "t", event: "e", data: String(count), coalesceKey: "k" }))).toBe(true);
  }
  expect(queue.push(frame({ topic: "t", event: "e", data: "1", coalesceKey: "other" }))).toBe(false);
});

it("D9.3: an event costs as much to queue behind ten thousand others as behind one", () => {
  const queue = wide();
  for (let count = 0; count < 10_000; count += 1) {
    queue.push(frame({ topic: "t", event: "e", data: "1", coalesceKey: String(count) }));
  }
  let looks = 0;
  const watched = frame({
    topic: "t",
    event: "e",
    data: "1",
    get coalesceKey() {
      looks += 1;
      return "new";
    },
  });
  queue.push(watched);
  queue.push(frame({ topic: "t", event: "e", data: "2", coalesceKey: "another" }));
  queue.push(frame({ topic: "t", event: "e", data: "3" }));
  expect(looks).toBe(1);
});
