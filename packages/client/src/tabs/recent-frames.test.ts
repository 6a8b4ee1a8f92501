import { expect, it } from "vitest";
import { createRecentFrames } from "./recent-frames.ts";

const frame = (lastEventId: string, data = "") => ({ type: "x", data, lastEventId });

it("C20: knows what came after each position it saw, and nothing of others", () => {
  const recent = createRecentFrames();
  recent.restart("e:1");
  for (const id of ["e:1", "e:2", "e:2", "e:3"]) recent.add(frame(id));
  expect(recent.after("e:1")).toEqual([frame("e:2"), frame("e:2"), frame("e:3")]);
  expect(recent.after("e:2")).toEqual([frame("e:3")]);
  expect(recent.after("e:3")).toEqual([]);
  expect(recent.after("e:0")).toBeUndefined();
  expect(recent.after("")).toBeUndefined();
});

it("C20: after a gap nothing before it counts", () => {
  const recent = createRecentFrames();
  recent.add(frame("e:1"));
  recent.restart("e:9");
  expect(recent.after("e:1")).toBeUndefined();
  expect(recent.after("e:9")).toEqual([]);
});

it("C20: forgets the oldest, and still knows where the rest begins", () => {
  const recent = createRecentFrames(2);
  for (const id of ["e:1", "e:2", "e:3"]) recent.add(frame(id));
  expect(recent.after("e:1")).toEqual([frame("e:2"), frame("e:3")]);
  recent.add(frame("e:4"));
  expect(recent.after("e:1")).toBeUndefined();
  recent.add(frame("e:5", "x".repeat(512 * 1024 + 1)));
  expect(recent.after("e:4")).toBeUndefined();
  expect(recent.after("e:5")).toEqual([]);
});
