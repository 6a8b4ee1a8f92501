import { expect, it } from "vitest";
import { createRecentFrames } from "./recent-frames.ts";

const frame = (lastEventId: string, data = "") => ({ type: "x", data, lastEventId });

it("C20.1: knows what came after each position it saw, and nothing of others", () => {
  const recent = createRecentFrames();
  recent.restart("e:1");
  for (const id of ["e:1", "e:2", "e:2", "e:3"]) recent.add(frame(id));
  expect(recent.after("e:1")).toEqual([frame("e:2"), frame("e:2"), frame("e:3")]);
  expect(recent.after("e:2")).toEqual([frame("e:3")]);
  expect(recent.after("e:3")).toEqual([]);
  expect(recent.after("e:0")).toBeUndefined();
  expect(recent.after("")).toBeUndefined();
});

it("C20.1: after a gap nothing before it counts", () => {
  const recent = createRecentFrames();
  recent.add(frame("e:1"));
  recent.restart("e:9");
  expect(recent.after("e:1")).toBeUndefined();
  expect(recent.after("e:9")).toEqual([]);
});

it("C20.1: forgets the oldest, and still knows where the rest begins", () => {
  const recent = createRecentFrames(2);
  for (const id of ["e:1", "e:2", "e:3"]) recent.add(frame(id));
  expect(recent.after("e:1")).toEqual([frame("e:2"), frame("e:3")]);
  recent.add(frame("e:4"));
  expect(recent.after("e:1")).toBeUndefined();
  recent.add(frame("e:5", "x".repeat(512 * 1024 + 1)));
  expect(recent.after("e:4")).toBeUndefined();
  expect(recent.after("e:5")).toEqual([]);
});

it("C20: keeps 256 frames, and 512 Ki characters of them", () => {
  const recent = createRecentFrames();
  recent.restart("e:0");
  for (let at = 1; at <= 256; at += 1) recent.add(frame(`e:${at}`));
  expect(recent.after("e:0")).toHaveLength(256);
  recent.add(frame("e:257"));
  expect(recent.after("e:0")).toBeUndefined();
  expect(recent.after("e:1")).toHaveLength(256);
  recent.restart("e:300");
  for (const id of ["e:301", "e:302"]) recent.add(frame(id, "x".repeat(256 * 1024)));
  expect(recent.after("e:300")).toHaveLength(2);
  recent.add(frame("e:303", "x"));
  expect(recent.after("e:300")).toBeUndefined();
  expect(recent.after("e:301")).toHaveLength(2);
});
