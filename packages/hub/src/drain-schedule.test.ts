import { expect, it } from "vitest";
import { createDrainSchedule } from "./drain-schedule.ts";

it.each([
  [1_000, 10_000],
  [3, 10_000],
  [7, 130],
  [5, 1],
  [5, 0],
  [1, 86_400_000],
  [100_000, 50],
])("D12.2: %i streams within %i ms all end in time, none of them twice", (count, withinMs) => {
  const { stepMs, endedAfter } = createDrainSchedule(count, withinMs);
  const steps = Math.max(1, Math.ceil(withinMs / stepMs));
  expect(endedAfter(0)).toBe(0);
  expect(endedAfter(steps)).toBe(count);
  expect(endedAfter(steps + 1)).toBe(count);
});

it("D12.2: ends are spread evenly, and never fewer than are due", () => {
  const { stepMs, endedAfter } = createDrainSchedule(10, 1_000);
  expect(stepMs).toBe(50);
  expect([1, 2, 3, 4, 10, 20].map(endedAfter)).toEqual([1, 1, 2, 2, 5, 10]);
});
