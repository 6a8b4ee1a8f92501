import { expect, it } from "vitest";
import { createSeenIds } from "./seen-ids.ts";

it("C13.1: knows an id once it was added, and forgets the oldest beyond its limit", () => {
  const seen = createSeenIds(2);
  expect(["a", "a", "b", "a", "c", "b", "a"].map((id) => seen.add(id))).toEqual([
    true,
    false,
    true,
    false,
    true,
    false,
    true,
  ]);
});

it("C13: remembers the newest 2,048 ids", () => {
  const seen = createSeenIds();
  for (let id = 1; id <= 2_049; id += 1) seen.add(`e:${id}`);
  expect(seen.add("e:2")).toBe(false);
  expect(seen.add("e:1")).toBe(true);
});
