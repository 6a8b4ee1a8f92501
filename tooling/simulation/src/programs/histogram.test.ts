import { expect, it } from "vitest";
import { histogram, peakShare } from "./histogram.ts";

it("counts by bins and sums the tail up", () => {
  const times = [...new Array<number>(99).fill(10), 260, 900].map((time) => time + 1_000);
  expect(histogram(times, 1_000, 250)).toEqual([
    `  0.00 s    99 ${"█".repeat(50)}`,
    "  0.25 s     1 █",
    "   later     1",
  ]);
});

it("finds the fullest bin", () => {
  expect(peakShare([0, 1, 2, 300], 0, 250)).toBe(0.75);
  expect(peakShare([], 0, 250)).toBe(0);
});
