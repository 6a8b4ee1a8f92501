import { beforeEach, expect, it } from "vitest";
import { frame } from "../encoding/framed-event.ts";
import type { LogEvent } from "../log/event-log.ts";
import { Queue, QueueBudget } from "./queue.ts";

const ROOMY = 10_000;
let budget: QueueBudget;
let queue: Queue;

beforeEach(() => {
  budget = new QueueBudget(ROOMY);
  queue = new Queue(ROOMY, budget);
});

const event = (data: string, more: Partial<LogEvent> = {}) =>
  frame({
    topic: "a",
    event: "note",
    data,
    position: undefined,
    coalesceKey: undefined,
    expiresAt: undefined,
    ...more,
  });
const typing = (who: string, data: string, more: Partial<LogEvent> = {}) =>
  event(data, { event: "typing", coalesceKey: who, ...more });
const taken = (now = 0) => queue.take(now).map(({ event: { data } }) => data);

it("D9.3: an event with a key that nobody has takes nobody's place", () => {
  for (const one of [event("1"), typing("ada", "2"), typing("grace", "3")]) queue.push(one);
  expect(taken()).toEqual(["1", "2", "3"]);
});

it("D9.3: a newer event takes out the older one with its key, at whatever place, and no other; it goes to the end", () => {
  for (const one of [typing("ada", "1"), event("2"), typing("ada", "3"), event("4")]) queue.push(one);
  expect(taken()).toEqual(["2", "3", "4"]);
});

it.each([
  ["topic", { topic: "b" }],
  ["name", { event: "presence" }],
  ["key", { coalesceKey: "grace" }],
])("D9.3: an event of another %s is not replaced", (_what, other) => {
  queue.push(typing("ada", "1"));
  queue.push(typing("ada", "2", other));
  expect(taken()).toEqual(["1", "2"]);
});

it("D9.1, D9.2: what was replaced, taken or let go no longer counts, for the reader and for all", () => {
  const size = typing("ada", "1").text.length;
  queue = new Queue(size, budget);
  for (let times = 0; times < 3; times += 1) {
    for (let index = 0; index < 3; index += 1) expect(queue.push(typing("ada", "1"))).toBe(true);
    expect(budget.used).toBe(size);
    queue.take(0);
    expect(budget.used).toBe(0);
  }
  queue.push(typing("ada", "1"));
  queue.clear();
  queue.clear();
  expect(budget.used).toBe(0);
});

it("D9.1: a reader's bound may be reached and not passed", () => {
  const one = event("1");
  queue = new Queue(2 * one.text.length, budget);
  expect([queue.push(one), queue.push(one), queue.push(one)]).toEqual([true, true, false]);
});

it("D9.2: the bound of all may be reached and not passed, whichever reader grows", () => {
  const one = event("1");
  budget = new QueueBudget(2 * one.text.length);
  const [first, second] = [new Queue(ROOMY, budget), new Queue(ROOMY, budget)];
  expect([first.push(one), second.push(one), first.push(one)]).toEqual([true, true, false]);
});

it("D9.4: an event is stale from the millisecond of its end on", () => {
  for (const expiresAt of [999, 1_000, 1_001]) queue.push(event(String(expiresAt), { expiresAt }));
  queue.push(event("lasting"));
  expect(taken(1_000)).toEqual(["1001", "lasting"]);
});
