import { expect, it } from "vitest";
import { createSeenIds } from "./seen-ids.ts";

it("C13: knows an id once it was added, and forgets the oldest beyond its limit", () => {
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
