import { expect, it } from "vitest";
import { draw } from "./random.ts";

const all = Array.from({ length: 100 }, (_, index) => index);

it("the same seed draws the same, another seed something else", () => {
  expect(draw(all, 10, 7)).toEqual(draw(all, 10, 7));
  expect(draw(all, 10, 7)).not.toEqual(draw(all, 10, 8));
});

it("draws each once, from everywhere, and no more than there are", () => {
  expect(draw(all, 1_000, 1).toSorted((a, b) => a - b)).toEqual(all);
  const drawn = draw(all, 30, 3);
  expect(new Set(drawn).size).toBe(30);
  expect(Math.min(...drawn)).toBeLessThan(20);
  expect(Math.max(...drawn)).toBeGreaterThan(80);
  expect(draw(all, 0, 1)).toEqual([]);
});
