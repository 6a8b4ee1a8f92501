import { beforeEach, expect, it } from "vitest";
import { createEventLog, type EventLog } from "./event-log.ts";

const mine = new Set(["mine"]);
let log: EventLog;

beforeEach(() => {
  log = createEventLog(36, 2);
});

const append = (topic = "mine") => log.append(topic, (position) => `<${position}>`);

it("D1: positions are an epoch of the log and a number that counts from 1", () => {
  expect(log.head()).toBe("10:0");
  expect([append(), append("other")]).toEqual(["10:1", "10:2"]);
  expect(log.head()).toBe("10:2");
});

it("D2: a reader gets what its topics missed, in order; a first visit misses nothing", () => {
  const start = log.head();
  append();
  append("other");
  expect(log.since(undefined, mine)).toEqual({ resume: "none", frames: [] });
  expect(log.since(start, mine)).toEqual({ resume: "complete", frames: ["<10:1>"] });
  expect(log.since("10:1", mine)).toEqual({ resume: "complete", frames: [] });
  expect(log.since("10:1", new Set(["mine", "other"]))).toEqual({ resume: "complete", frames: ["<10:2>"] });
});

it("D4: what is not kept any more is a gap; the last position before what is kept is none", () => {
  for (let count = 0; count < 4; count += 1) append();
  expect(log.since("10:2", mine)).toEqual({ resume: "complete", frames: ["<10:3>", "<10:4>"] });
  expect(log.since("10:1", mine)).toEqual({ resume: "gap", frames: [] });
});

it.each(["10:5", "10:-1", "10:0.5", "10:x", "11:0", "1", "", "10:", "10: 1", "10:1e0", "x10:1"])(
  "D4: %s is a gap",
  (position) => {
    append();
    expect(log.since(position, mine)).toEqual({ resume: "gap", frames: [] });
  },
);

it("D4: a log that keeps nothing has a gap for everyone but whoever missed nothing", () => {
  log = createEventLog(36, 0);
  append();
  expect(log.since("10:0", mine).resume).toBe("gap");
  expect(log.since("10:1", mine).resume).toBe("complete");
});

it("D4: a log that forgets begins an epoch of its own each time", () => {
  append();
  log.forget();
  expect(log.head()).toBe("10-1:0");
  expect(log.since("10:1", mine).resume).toBe("gap");
  expect(log.since("10-1:0", mine)).toEqual({ resume: "complete", frames: [] });
  expect(append()).toBe("10-1:1");
  log.forget();
  expect(log.head()).toBe("10-2:0");
});
