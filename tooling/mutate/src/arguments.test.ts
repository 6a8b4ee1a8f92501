import { expect, it } from "vitest";
import { readArguments } from "./arguments.ts";

it("without arguments draws 50 mutants by the seed of today", () => {
  expect(readArguments([], 5)).toEqual({ seed: 5, count: 50, packages: [], at: undefined });
});

it("takes a seed, a count, packages and a place", () => {
  const args = ["--seed", "0", "--count", "7", "--package", "packages/hub", "--package", "apps/server"];
  expect(readArguments([...args, "--at", "packages/hub/src/connection/queue.ts:44"], 5)).toEqual({
    seed: 0,
    count: 7,
    packages: ["packages/hub", "apps/server"],
    at: { file: "packages/hub/src/connection/queue.ts", line: 44 },
  });
});

it.each([
  [["--seed", "x"], "--seed takes a whole number"],
  [["--count", "-1"], "count"],
  [["--count", "1.5"], "--count takes a whole number"],
  [["--at", "queue.ts"], "--at takes a file and a line"],
  [["--sed", "1"], "--sed"],
])("%j is refused in words, with what may be said", (args, words) => {
  expect(() => readArguments(args, 5)).toThrow(words);
  expect(() => readArguments(args, 5)).toThrow("usage: pnpm mutate");
});
