import { expect, it } from "vitest";
import { createRandom } from "./random.ts";

const draw = (seed: number) => {
  const random = createRandom(seed);
  return Array.from({ length: 20 }, () => random.int(0, 1_000_000));
};

it("draws the same for the same seed, and something else for its neighbour", () => {
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7).filter((value) => draw(8).includes(value))).toEqual([]);
});

it("forks do not shift one another", () => {
  const one = createRandom(7);
  const fork = one.fork();
  for (let count = 0; count < 10; count += 1) fork.next();
  const other = createRandom(7);
  other.fork();
  expect(one.next()).toBe(other.next());
});

it("keeps to its bounds", () => {
  const random = createRandom(1);
  const drawn = new Set(Array.from({ length: 1_000 }, () => random.int(1, 3)));
  expect([...drawn].sort()).toEqual([1, 2, 3]);
  expect(() => random.pick([])).toThrow("nothing to pick");
});
